/** What a thread has rehearsed: runs of each kind once, for then its code is compiled (rehearsal.ts). */
import { type Clock, clockSince } from '../../../clock.ts';
import type { Port } from '../../../net/port.ts';
import { Mac } from '../../../wire/mac.ts';
import { stamped } from '../plan/effective.ts';
import { kindOf } from '../threads/kind.ts';
import type { GeneratorSetup } from '../threads/protocol.ts';
import { createPort } from './create-port.ts';
import { identityOf, localToken } from './generator.ts';
import { rehearse } from './rehearsal.ts';
import { rehearseOnSockets } from './socket-rehearsal.ts';

export class Rehearsals {
  readonly #played = new Map<string, Promise<void>>();

  /** Resolves when a run of this kind was played; at once where it had been. */
  of(setup: GeneratorSetup): Promise<void> {
    const kind = kindOf(setup);
    const played = this.#played.get(kind) ?? play(setup);
    this.#played.set(kind, played);
    return played;
  }

  /** None is under way: what is timed by this thread would be in its way. Never rejects. */
  get over(): Promise<unknown> {
    return Promise.allSettled(this.#played.values());
  }
}

async function play(setup: GeneratorSetup): Promise<void> {
  const clock = clockSince(setup.epoch);
  const identity = identityOf(setup, localToken(), macOf(setup));
  rehearse(setup, identity, clock);
  await rehearseOnSockets(setup, identity, () => portOf(setup, clock), clock);
}

export const macOf = ({ sessionKey }: GeneratorSetup): Mac | null =>
  sessionKey === null ? null : new Mac(Buffer.from(sessionKey, 'hex'));

export function portOf({ engine, busyPoll, plan }: GeneratorSetup, clock: Clock): Promise<Port> {
  const timestamps = stamped(plan);
  return createPort(engine, clock, { busyPoll, timestamps });
}
