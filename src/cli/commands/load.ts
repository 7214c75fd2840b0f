/** `sockbench load`: options and wiring. */
import { Command, Option } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import type { LoadTyped } from '../load/options.ts';
import { addImpairmentOptions } from '../options/impairment.ts';

export function loadCommand(context: CliContext): Command {
  const { load, cli } = context.words;
  const texts = load.options;
  const command = new Command('load').description(load.description).argument('[target]', texts.target);
  const shown = (flags: string, text: string) => command.addOption(new Option(flags, text));
  shown('--direction <which>', `${texts.direction} (all)`);
  shown('--streams <n>', `${texts.streams} (4)`);
  shown('--congestion <name>', texts.congestion);
  shown('--phase <t>', `${texts.phase} (8s)`);
  shown('--probe-rate <r>', `${texts.probeRate} (100; ${texts.fewer})`);
  addImpairmentOptions(command as unknown as Command, context.words);
  shown('--seed <n>', cli.run.seed);
  shown('--engine <name>', `${cli.run.engine} (auto)`);
  shown('--bind <address>', cli.run.bind);
  shown('-4, --ipv4', cli.run.ipv4);
  shown('-6, --ipv6', cli.run.ipv6);
  shown('--dscp <n>', cli.run.dscp);
  shown('--key-file <file>', cli.run.keyFile);
  shown('--json', texts.json);
  shown('--json-stream', texts.jsonStream);
  shown('--output <file>', texts.output);
  shown('--html <file>', texts.html);
  shown('--markdown <file>', texts.markdown);
  shown('--markdown-append <file>', cli.run.markdownAppend);
  shown('--junit <file>', cli.run.junit);
  shown('--prometheus <file>', cli.run.prometheus);
  shown('--force', cli.run.force);
  shown('--ui <kind>', cli.run.ui);
  shown('--lang <tag>', cli.run.lang);
  shown('--no-color', cli.run.noColor);
  command.addOption(
    new Option('--assert <expression>', texts.assert).argParser(
      (value: string, before: string[] | undefined) => [...(before ?? []), value],
    ),
  );
  shown('--i-own-this-network', cli.run.ownNetwork);
  command.addHelpText('after', `\n${texts.link}\n\n${load.examples}`);
  command.action(async (target: string | undefined, options: object) => {
    const { loadAction } = await import('../load/action.ts');
    await loadAction(target, options as LoadTyped, context);
  });
  return command as unknown as Command;
}
