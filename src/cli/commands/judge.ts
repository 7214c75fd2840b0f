/** `sockbench judge`: options and wiring. */
import { Command, Option } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import type { JudgeTyped } from '../judge/options.ts';

export function judgeCommand(context: CliContext): Command {
  const { judge, cli } = context.words;
  const texts = judge.options;
  const command = new Command('judge').description(judge.description);
  const shown = (flags: string, text: string) => command.addOption(new Option(flags, text));
  shown('--sender <command>', texts.sender);
  shown('--receiver <command>', texts.receiver);
  command.addOption(
    new Option('--case <name>', texts.case).argParser((value: string, before: string[] | undefined) => [
      ...(before ?? []),
      value,
    ]),
  );
  shown('--cases <file>', texts.cases);
  shown('--list', texts.list);
  shown('--file <file>', texts.file);
  shown('--long', texts.long);
  shown('--timeout <t>', `${texts.timeout} (60s)`);
  shown('--quiet <t>', `${texts.quiet} (10s)`);
  shown('--seed <n>', `${texts.seed} (1)`);
  shown('--jobs <n>', texts.jobs);
  shown('--json', texts.json);
  shown('--json-stream', texts.jsonStream);
  shown('--output <file>', texts.output);
  shown('--html <file>', texts.html);
  shown('--markdown <file>', texts.markdown);
  shown('--junit <file>', texts.junit);
  shown('--force', cli.run.force);
  shown('--ui <kind>', judge.options.ui);
  shown('--lang <tag>', cli.run.lang);
  shown('--no-color', cli.run.noColor);
  command.addHelpText('after', `\n${judge.examples}`);
  command.action(async (options: object) => {
    const { judgeAction } = await import('../judge/action.ts');
    await judgeAction(options as JudgeTyped, context);
  });
  return command;
}
