/** `sockbench listen`: options and wiring. */
import { Command, Option } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import type { ListenTyped } from '../exercise/listen.ts';

export function listenCommand(context: CliContext): Command {
  const words = context.words.exercise;
  const command = new Command('listen').description(words.listen.description) as unknown as Command;
  const shown = (flags: string, text: string): void => {
    command.addOption(new Option(flags, text));
  };
  shown('-p, --port <n>', `${context.words.serve.port} (5000)`);
  command.addOption(
    new Option('--bind <address>', `${context.words.serve.bind} (127.0.0.1)`).argParser(
      (value: string, before: string[] | undefined) => [...(before ?? []), value],
    ),
  );
  shown('--lan', context.words.serve.lan);
  shown('--tcp-only', words.listen.tcpOnly);
  shown('--udp-only', words.listen.udpOnly);
  shown('--reply <text>', words.listen.reply);
  shown('--hex', words.hex);
  shown('--once', words.listen.once);
  shown('--lang <tag>', context.words.serve.lang);
  command.addHelpText('after', `\n${words.listen.examples}`);
  command.action(async (options: object) => {
    const { listenAction } = await import('../exercise/listen.ts');
    await listenAction(options as ListenTyped, context);
  });
  return command;
}
