/** `sockbench tcp`, `udp` and `compare`: options and wiring. */
import { Command } from '@commander-js/extra-typings';
import type { Transport } from '../../units.ts';
import type { CliContext } from '../context.ts';
import { assertHelp } from '../options/assert-help.ts';
import { addRunOptions, type RunOptions } from '../options/run-options.ts';

function runCommand(name: string, transports: readonly Transport[], context: CliContext): Command {
  const words = context.words.cli.run;
  const texts: Readonly<Record<string, [string, string]>> = {
    tcp: [words.tcp, words.tcpExample],
    udp: [words.udp, words.udpExample],
    compare: [words.compare, words.compareExample],
  };
  const [description, example] = texts[name]!;
  const command = new Command(name).description(description).argument('[target]', words.target);
  addRunOptions(command as unknown as Command, transports, context);
  command.addHelpText('after', () => `\n${assertHelp(context.words)}\n\n${example}`);
  command.action(async (target: string | undefined, options: object) => {
    const { runAction } = await import('../run/action.ts');
    await runAction(transports, target, options as RunOptions, context);
  });
  return command as unknown as Command;
}

export const tcpCommand = (context: CliContext): Command => runCommand('tcp', ['tcp'], context);
export const udpCommand = (context: CliContext): Command => runCommand('udp', ['udp'], context);
export const compareCommand = (context: CliContext): Command =>
  runCommand('compare', ['tcp', 'udp'], context);
