/** `sockbench lesson`: options and wiring. */
import { Command, Option } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import type { LessonTyped } from '../lesson/options.ts';
import { addImpairmentOptions } from '../options/impairment.ts';

export function lessonCommand(context: CliContext): Command {
  const { lesson, cli } = context.words;
  const texts = lesson.options;
  const stream = context.words.stream.options;
  const command = new Command('lesson').description(lesson.description).argument('[name]', lesson.name);
  const shown = (flags: string, text: string) => command.addOption(new Option(flags, text));
  shown('--protocol <name>', `arq: ${texts.protocol}`);
  shown('--window <packets>', `arq: ${texts.window} (8)`);
  shown('--timeout <t>', `arq: ${texts.timeout}`);
  shown('--bytes <bytes>', `arq: ${texts.bytes} (64Ki)`);
  shown('--step <name>', `stream: ${stream.step}; queue: ${context.words.queue.options.step}`);
  shown('--sender <command>', `stream: ${stream.sender}`);
  shown('--receiver <command>', `stream: ${stream.receiver}`);
  addImpairmentOptions(command as unknown as Command, context.words);
  shown('--seed <n>', `${texts.seed} (1)`);
  shown('--json', texts.json);
  shown('--json-stream', texts.jsonStream);
  shown('--output <file>', texts.output);
  shown('--html <file>', texts.html);
  shown('--markdown <file>', texts.markdown);
  shown('--force', cli.run.force);
  shown('--ui <kind>', cli.run.ui);
  shown('--lang <tag>', cli.run.lang);
  shown('--no-color', cli.run.noColor);
  command.addHelpText('after', `\n${texts.link}\n\n${lesson.examples}`);
  command.action(async (name: string | undefined, options: object) => {
    const { lessonAction } = await import('../lesson/action.ts');
    await lessonAction(name, options as LessonTyped, context);
  });
  return command as unknown as Command;
}
