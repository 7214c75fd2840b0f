/** What `agent` does: waits on its bus for work, says what becomes of it, and ends on a signal. */

import { SockbenchError } from '../../errors.ts';
import { freshId, Station } from '../../fleet/agent/station.ts';
import { awaitNats } from '../../fleet/bus/nats.ts';
import { errorOf } from '../../fleet/merge/ending.ts';
import type { AgentState, Failure } from '../../fleet/protocol/messages.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { readKey } from '../options/key.ts';
import { choice } from '../options/values.ts';
import { onStopSignals } from '../signals.ts';
import { type AgentTyped, agentName, allowanceFrom } from './agent-options.ts';
import { busFrom, natsFiles } from './bus.ts';
import { fleetName } from './options.ts';

/** ms for which what was measured may still be fetched when the agent is ended. */
const LEAVING = 3000;
/** ms for which a broker that is not there yet is awaited: agents and broker may be started together. */
const WAITING = 30_000;

export async function agentAction(typed: AgentTyped, context: CliContext): Promise<void> {
  const { words, env, version, stderr } = context;
  const address = busFrom(typed.bus, env);
  if (address === undefined) throw new SockbenchError('bus-missing', 'parse');
  const key = readKey(typed.keyFile, env);
  const allowance = allowanceFrom(typed, key !== null, words);
  const [name, fleet] = [agentName(typed.name, words), fleetName(typed.fleet, words)];
  const ui = choice('--ui', typed.ui, ['text', 'none'], words.cli.allowed.choice('text, none')) ?? 'text';
  const say = (line: string): void => void (ui === 'none' || stderr.write(`${line}\n`));
  const bus = await awaitNats(
    performance.now() + WAITING,
    address,
    natsFiles(env),
    `sockbench agent ${name}`,
  );
  bus.onAway((away) =>
    say(away ? words.fleet.agent.away(address.shown) : words.fleet.agent.back(address.shown)),
  );
  let worked = false;
  let leave = (): void => {};
  const onState = (state: AgentState, failure: Failure | null): void => {
    worked ||= state === 'running';
    if (state === 'free' && worked && typed.once === true) leave();
    say(words.fleet.agent.states[state]);
    if (failure !== null) say(errorOf(failure).say(words));
  };
  const station = new Station(bus, { id: freshId(), name, fleet, version, key, allowance, onState });
  say(words.fleet.agent.waits(name, fleet, address.shown));
  if (key === null) say(words.fleet.agent.unsigned);
  await new Promise<void>((resolve) => {
    let left = false;
    leave = () => {
      if (left) return;
      left = true;
      void station.leave(LEAVING).then(resolve);
    };
    onStopSignals(leave);
  });
  throw new Exit(EXIT.done);
}
