import { describe, expect, it } from 'vitest';
import { rehearse } from '../../../../src/run/client/generator/rehearsal.ts';
import type { TransportPlan } from '../../../../src/run/client/plan/effective.ts';
import type { GeneratorSetup } from '../../../../src/run/client/threads/protocol.ts';
import type { Nanos } from '../../../../src/units.ts';
import { FLAG_ANSWER } from '../../../../src/wire/header.ts';
import { identity, usual } from '../usual-plan.ts';

/** What the engine of a rehearsal counted. */
function played(
  options: Partial<TransportPlan>,
  { token = '0000000100000002', patience = () => 0 }: { token?: string | null; patience?: () => number } = {},
) {
  const plan = { ...usual, ...options };
  const setup = {
    plan,
    worker: 0,
    workers: 1,
    place: 0,
    token,
    reports: { fd: -1, lane: 1 },
  } as unknown as GeneratorSetup;
  const own = { ...identity, flags: token === null ? 0 : FLAG_ANSWER };
  const engine = rehearse(setup, own, () => patience() as Nanos);
  return engine === undefined
    ? undefined
    : { warmup: engine.warmup?.close(), measured: engine.measured.close() };
}

describe('a rehearsal', () => {
  it.each([
    ['by a schedule over UDP', { rate: 10_000 }, {}],
    ['by a slow schedule', { rate: 0.5 }, {}],
    ['at random times', { rate: 500, arrivals: 'poisson' }, {}],
    ['by answers over TCP', { transport: 'tcp', rate: 'closed', clients: 50 }, {}],
    ['of more flows than it plays', { transport: 'tcp', rate: 20_000, clients: 9000 }, {}],
    ['against a plain echo', {}, { token: null }],
    ['as fast as it goes', { rate: 'max' }, {}],
  ] as const)('goes through warm-up and measured part, all answered: %s', (_, options, more) => {
    const ledgers = played(options, more);
    expect(ledgers!.warmup!.received).toBeGreaterThan(400);
    expect(ledgers!.measured.received).toBeGreaterThan(1200);
    expect(ledgers!.measured).toMatchObject({ lost: 0, late: 0, duplicates: 0, corrupt: 0, foreign: 0 });
  });

  it('ends where the machine is too slow for it', () => {
    let now = 0;
    const ledgers = played({ rate: 10_000 }, { patience: () => (now += 1e6) });
    expect(ledgers!.warmup!.received + ledgers!.measured.received).toBeLessThan(1000);
  });

  it('plays neither one-way streams nor single connections', () => {
    expect(played({ mode: 'up', rate: 1000 })).toBeUndefined();
    expect(played({ transport: 'tcp', mode: 'connect', rate: 100 })).toBeUndefined();
  });
});
