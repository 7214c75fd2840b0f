/** `sockbench chat`: options and wiring. */
import { Command, Option } from '@commander-js/extra-typings';
import type { ChatTyped } from '../chat/action.ts';
import type { CliContext } from '../context.ts';
import { addImpairmentOptions } from '../options/impairment.ts';

export function chatCommand(context: CliContext): Command {
  const words = context.words.chat.command;
  const { serve, lab } = context.words;
  const command = new Command('chat')
    .description(words.description)
    .argument('[target]', words.target) as unknown as Command;
  const shown = (flags: string, text: string): void => {
    command.addOption(new Option(flags, text));
  };
  shown('--serve', words.serve);
  shown('--headless', words.headless);
  shown('--name <name>', words.name);
  shown('--transport <kind>', words.transport);
  shown('--plain', words.plain);
  shown('-4, --ipv4', context.words.cli.run.ipv4);
  shown('-6, --ipv6', context.words.cli.run.ipv6);
  shown('-p, --port <n>', `${serve.port} (5000)`);
  command.addOption(
    new Option('--bind <address>', `${serve.bind} (127.0.0.1)`).argParser(
      (value: string, before: string[] | undefined) => [...(before ?? []), value],
    ),
  );
  shown('--lan', serve.lan);
  addImpairmentOptions(command, context.words);
  shown('--seed <n>', lab.options.seed);
  shown('--ui <kind>', words.ui);
  shown('--lang <tag>', serve.lang);
  shown('--no-color', serve.noColor);
  command.addHelpText('after', `\n${words.impairment}\n\n${words.examples}`);
  command.action(async (...given: unknown[]) => {
    const [target, options] = given as [string | undefined, object];
    const { chatAction } = await import('../chat/action.ts');
    await chatAction(target, options as ChatTyped, context);
  });
  return command;
}
