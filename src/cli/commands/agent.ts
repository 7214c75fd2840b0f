/** `sockbench agent`: options and wiring. */
import { Command, Option } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import type { AgentTyped } from '../fleet/agent-options.ts';

export function agentCommand(context: CliContext): Command {
  const { fleet, cli, serve } = context.words;
  const words = fleet.agent;
  const command = new Command('agent').description(words.description);
  const shown = (flags: string, text: string, standard?: string) =>
    command.addOption(new Option(flags, standard === undefined ? text : `${text} (${standard})`));
  shown('--bus <url>', fleet.bus);
  shown('--name <name>', words.name);
  shown('--fleet <name>', fleet.fleet, 'default');
  shown('--allow <targets>', words.allow);
  shown('--allow-flood', words.allowFlood);
  shown('--max-rate <r>', words.maxRate, '10M');
  shown('--max-bitrate <b>', words.maxBitrate, '100G');
  shown('--max-duration <t>', serve.maxDuration, '1h');
  shown('--max-clients <n>', words.maxClients, '10k');
  shown('--key-file <file>', words.keyFile);
  shown('--once', words.once);
  shown('--ui <kind>', words.ui, 'text');
  shown('--lang <tag>', cli.run.lang);
  command.addHelpText('after', `\n${words.examples}`);
  command.action(async (options: object) => {
    const { agentAction } = await import('../fleet/agent-action.ts');
    await agentAction(options as AgentTyped, context);
  });
  return command as unknown as Command;
}
