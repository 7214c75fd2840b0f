/** A server's ledger that cannot be true, against one of an honest server on a bad path. */
import { describe, expect, it } from 'vitest';
import { believed } from '../../src/run/client/assemble/ledger-check.ts';
import type { TransportPlan } from '../../src/run/client/plan/effective.ts';
import type { Finished } from '../../src/run/client/threads/pool.ts';
import { MILLISECOND } from '../../src/units.ts';
import type { ServerLedger } from '../../src/wire/control.ts';
import type { Scenario } from './scenario.ts';
import { runEcho, runStream } from './world.ts';

const bad = { loss: 0.1, duplicate: 0.1, corrupt: 0.05, reorder: 0.1, reorderBy: 3e6, delay: 1e6 };
const FLOWS = 3;
const SIZE = 200;

interface Told {
  readonly ledger: ServerLedger;
  readonly plan: TransportPlan;
  readonly finished: Finished[];
}

async function honest(mode: 'echo' | 'up' | 'down' | 'both', changes: Partial<Scenario> = {}): Promise<Told> {
  const scenario: Scenario = {
    transport: 'udp',
    mode,
    rate: 2000,
    flows: FLOWS,
    count: 900,
    warmup: 50 * MILLISECOND,
    size: SIZE,
    network: { seed: 11, up: bad, down: bad },
    ...changes,
  };
  const plan = { mode, clients: FLOWS, size: SIZE } as TransportPlan;
  if (mode === 'echo') {
    const { ledger, summary, warmup } = await runEcho(scenario);
    return { ledger, plan, finished: [{ measured: summary, warmup } as Finished] };
  }
  const { ledger, summary } = await runStream(scenario);
  return { ledger, plan, finished: [{ stream: summary } as Finished] };
}

const judged = ({ ledger, plan, finished }: Told, changes: Partial<ServerLedger> = {}) =>
  believed({ ...ledger, ...changes }, plan, finished, 1);

/** The column with the first value changed. */
const first = (column: readonly number[], change: (value: number) => number): number[] =>
  column.map((value, flow) => (flow === 0 ? change(value) : value));

describe('what an honest server tells is believed', () => {
  it.each(['echo', 'up', 'down', 'both'] as const)('%s over a bad path', async (mode) => {
    const told = await honest(mode);
    expect(judged(told)).toEqual({ ledger: told.ledger, warnings: [] });
  });

  it.each(['echo', 'up', 'down', 'both'] as const)('%s over TCP', async (mode) => {
    const told = await honest(mode, { transport: 'tcp', network: { seed: 3 } });
    expect(judged(told).ledger).toEqual(told.ledger);
  });

  it('with a server that stands still, one that limits, and one that answers late', async () => {
    for (const changes of [
      { stall: [100 * MILLISECOND, 250 * MILLISECOND], lossThreshold: 50 * MILLISECOND },
      { ceiling: 300 },
      { serverBuffer: 4000 },
    ] as const) {
      const told = await honest('echo', changes);
      expect(judged(told).ledger).not.toBeNull();
    }
  });
});

describe('what cannot be is as if nothing had been told, and the result says so', () => {
  const lies: [string, 'echo' | 'up' | 'down', (ledger: ServerLedger) => Partial<ServerLedger>][] = [
    ['more arrived than was sent', 'up', ({ received }) => ({ received: first(received, () => 5000) })],
    [
      'more arrived than was sent, of an echo',
      'echo',
      ({ received }) => ({ received: first(received, () => 500) }),
    ],
    ['more came here than it sent', 'down', ({ sent }) => ({ sent: first(sent, () => 1), bytesSent: 0 })],
    [
      'more was answered here than it answered',
      'echo',
      ({ sent }) => ({ sent: first(sent, () => 1), bytesSent: 0 }),
    ],
    [
      'something arrived though nothing was sent',
      'down',
      ({ received }) => ({ received: first(received, () => 1) }),
    ],
    [
      'it answered or gave up more than arrived',
      'echo',
      ({ notAnswered }) => ({ notAnswered: first(notAnswered, () => 100) }),
    ],
    ['columns are empty', 'echo', () => ({ received: [], sent: [], notAnswered: [], drops: [] })],
    ['one column is empty', 'echo', () => ({ drops: [] })],
    ['a column is too long', 'up', ({ received }) => ({ received: [...received, 0] })],
    ['bytes without probes', 'up', ({ received }) => ({ bytesReceived: SIZE * FLOWS * received[0]! * 2 })],
    ['bytes without probes, down', 'down', () => ({ bytesSent: SIZE * 901 })],
    ['more out of order than arrived', 'up', () => ({ reordered: 901 })],
    ['more extents than were out of order', 'up', ({ reordered }) => ({ extents: { 1: reordered + 1 } })],
    ['a warm-up of more than was sent', 'up', ({ warmup }) => ({ warmup: { ...warmup, received: 101 } })],
    ['a warm-up of less than came', 'down', ({ warmup }) => ({ warmup: { ...warmup, sent: 1 } })],
    [
      'numbers that were not used',
      'up',
      ({ losses }) => ({ losses: { ...losses!, seen: first(losses!.seen, () => 301) } }),
    ],
    [
      'fewer numbers of a flow than probes',
      'up',
      ({ losses, received }) => ({
        losses: { ...losses!, seen: first([300, 300, 300], () => received[0]! - 1), runs: {} },
      }),
    ],
    [
      'longer runs than what is missing',
      'up',
      ({ losses }) => ({ losses: { ...losses!, runs: { 900: 1 } } }),
    ],
    ['more in slots than arrived', 'up', ({ losses }) => ({ losses: { ...losses!, slots: [901] } })],
  ];

  it.each(lies)('%s (%s)', async (_, mode, lie) => {
    const told = await honest(mode);
    const { ledger, warnings } = judged(told, lie(told.ledger));
    expect(ledger).toBeNull();
    expect(warnings.map(({ code }) => code)).toEqual(['ledger-contradicts']);
  });

  it('a thread of this end that died is no lie of the server: nothing is compared, and nothing is said of it', async () => {
    const told = await honest('echo');
    expect(believed(told.ledger, told.plan, told.finished, 2)).toEqual({ ledger: null, warnings: [] });
  });
});
