/** `sockbench send`: options and wiring. */
import { Command, Option } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import type { SendTyped } from '../exercise/send.ts';

export function sendCommand(context: CliContext): Command {
  const words = context.words.exercise;
  const command = new Command('send').description(words.send.description) as unknown as Command;
  command.argument('<text>', words.send.text).argument('[target]', `${words.send.target} (127.0.0.1:5000)`);
  const shown = (flags: string, text: string): void => {
    command.addOption(new Option(flags, text));
  };
  shown('-u, --udp', words.send.udp);
  shown('--wait <t>', `${words.send.wait} (1s)`);
  shown('--hex', words.hex);
  shown('-4, --ipv4', context.words.cli.run.ipv4);
  shown('-6, --ipv6', context.words.cli.run.ipv6);
  shown('--lang <tag>', context.words.serve.lang);
  command.addHelpText('after', `\n${words.send.examples}`);
  command.action(async (...given: readonly unknown[]) => {
    const [text, target, options] = given;
    const { sendAction } = await import('../exercise/send.ts');
    await sendAction(text as string, target as string | undefined, options as SendTyped, context);
  });
  return command;
}
