/** `sockbench fleet tcp|udp|compare`: options and wiring. */
import { Command, Option } from '@commander-js/extra-typings';
import type { Transport } from '../../units.ts';
import type { CliContext } from '../context.ts';
import type { FleetOptions } from '../fleet/options.ts';
import { addRunOptions } from '../options/run-options.ts';

export function fleetCommand(context: CliContext): Command {
  const words = context.words.fleet;
  const command = new Command('fleet').description(words.description).helpCommand(false);
  command.addHelpText('after', `\n${words.examples}`);
  command.addCommand(runOf('tcp', ['tcp'], context));
  command.addCommand(runOf('udp', ['udp'], context));
  command.addCommand(runOf('compare', ['tcp', 'udp'], context));
  return command as unknown as Command;
}

function runOf(name: string, transports: readonly Transport[], context: CliContext): Command {
  const { run } = context.words.cli;
  const words = context.words.fleet;
  const description = { tcp: run.tcp, udp: run.udp, compare: run.compare }[name]!;
  const command = new Command(name).description(description).argument('[target]', run.target);
  command.addOption(new Option('--agents <n>', words.agents).makeOptionMandatory());
  command.addOption(new Option('--bus <url>', words.bus));
  command.addOption(new Option('--fleet <name>', `${words.fleet} (default)`));
  command.addOption(new Option('--wait <t>', `${words.wait} (30s)`));
  addRunOptions(command as unknown as Command, transports, context);
  command.addHelpText('after', `\n${words.examples}`);
  command.action(async (target: string | undefined, options: object) => {
    const { fleetAction } = await import('../fleet/action.ts');
    await fleetAction(transports, target, options as FleetOptions, context);
  });
  return command as unknown as Command;
}
