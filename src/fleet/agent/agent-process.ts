/** An agent as a child process of its coordinator: the channel is its bus, and it ends with it. */
import { VERSION } from '../../library/version.ts';
import { PipeBus } from '../bus/pipe.ts';
import type { ToAgentProcess } from '../leading/local-agents.ts';
import { Station } from './station.ts';

// Ctrl-C and a closing terminal reach the whole group; the coordinator still wants what was measured.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));

process.once('message', ({ id, name, fleet, key }: ToAgentProcess) => {
  const station = { id, name, fleet, key, version: VERSION, allowance: null };
  new Station(new PipeBus(), station);
});
