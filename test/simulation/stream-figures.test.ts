/** The result of one-way streams against what crossed the path. */
import { describe, expect, it } from 'vitest';
import type { TransportResult } from '../../src/result/document/schema.ts';
import { streamLosses } from '../../src/run/client/assemble/stream/losses.ts';
import { assembleStream } from '../../src/run/client/assemble/stream/stream.ts';
import { MILLISECOND } from '../../src/units.ts';
import { streamInput } from './assembled.ts';
import type { Scenario } from './scenario.ts';
import { lossRunsOf, truthOf } from './truth.ts';
import { runStream } from './world.ts';

const bad = {
  loss: 0.07,
  duplicate: 0.05,
  corrupt: 0.02,
  reorder: 0.05,
  reorderBy: 3e6,
  delay: 1e6,
  packetTime: 10_000,
  queue: 50,
};
const scenario = (mode: 'up' | 'down' | 'both', seed: number): Scenario => ({
  transport: 'udp',
  mode,
  rate: 2000,
  flows: 3,
  count: 3000,
  warmup: 50 * MILLISECOND,
  size: 200,
  network: { seed, up: bad, down: bad },
});

describe('one way over UDP', () => {
  for (const mode of ['up', 'down'] as const)
    it(`${mode}: counts, losses and their runs`, async () => {
      const outcome = await runStream(scenario(mode, 5));
      const link = outcome.world.network[mode];
      const truth = truthOf(link);
      const lost = truth.sent - truth.arrived;
      const result = assembleStream(streamInput(outcome));
      expect(result.probes).toMatchObject({
        sent: 3000,
        received: truth.arrived,
        lost,
        late: null,
        duplicates: truth.extra,
        corrupt: link.fates.reduce((all, fate) => all + fate.corrupt, 0),
        foreign: 0,
      });
      expect(result.probes!.corrupt).toBeGreaterThan(20);
      expect(result.loss).toMatchObject({
        ratio: lost / 3000,
        runLengths: lossRunsOf(link),
        confidenceMethod: 'wilson',
        [mode]: { sent: 3000, received: truth.arrived, lost },
        [mode === 'up' ? 'down' : 'up']: null,
      });
      expect(result.latency).toMatchObject({ response: null, service: null });
      expect(result.flows!.map(({ lost: own }) => own).reduce((a, b) => a + b)).toBe(lost);
      expect(result.warmup!.late).toBeNull();
      expect(result.jitter.roundTrip).toBeNull();
      expect(result.jitter[mode]).toBeGreaterThan(0);
      expect(result.goodput[mode === 'up' ? 'down' : 'up']).toBeNull();
    });

  it('both: each direction by itself, and no sum of the two', async () => {
    const outcome = await runStream(scenario('both', 6));
    const { up, down } = outcome.world.network;
    const result = assembleStream(streamInput(outcome));
    expect(result.probes).toBeNull();
    expect(result.loss).toMatchObject({
      ratio: null,
      confidence95: null,
      runLengths: null,
      up: { sent: 3000, received: truthOf(up).arrived },
      down: { sent: 3000, received: truthOf(down).arrived },
    });
  });

  it.each([
    ['up', { received: null, lost: null }],
    ['down', { sent: null, lost: null }],
  ] as const)(
    '%s, and the control connection was lost: what the other end knew is unknown',
    async (mode, unknown) => {
      const outcome = await runStream(scenario(mode, 7));
      const result = assembleStream(streamInput(outcome, { ledger: null, completed: false }));
      expect(result.probes).toBeNull();
      expect(result.loss).toMatchObject({
        ratio: null,
        confidence95: null,
        runLengths: null,
        [mode]: unknown,
      });
      const known: Partial<TransportResult['warmup'] & object> | null = result.warmup;
      expect(known).toBeNull();
    },
  );

  it('a refused send uses up its number: a gap need not be a loss then', async () => {
    const outcome = await runStream(scenario('up', 8));
    const { up } = assembleStream(streamInput(outcome)).loss;
    expect(streamLosses(streamInput(outcome), up, {}).runLengths).not.toBeNull();
    expect(streamLosses(streamInput(outcome), up, { ENOBUFS: 3 })).toEqual({
      confidence95: null,
      confidenceMethod: null,
      runLengths: null,
    });
  });

  it('a server that tells nothing of its losses (an older one): unknown, not none', async () => {
    const outcome = await runStream(scenario('up', 9));
    const { losses: _, ...older } = outcome.ledger;
    expect(assembleStream(streamInput(outcome, { ledger: older })).loss).toMatchObject({
      confidence95: null,
      runLengths: null,
    });
  });
});
