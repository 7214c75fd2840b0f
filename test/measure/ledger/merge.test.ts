/** Several generators that share the flows of a run measure what one would have measured. */
import fc from 'fast-check';
import { it } from 'vitest';
import { Histogram, type HistogramData } from '../../../src/measure/histogram.ts';
import { Ledger } from '../../../src/measure/ledger/ledger.ts';
import type { LedgerSummary } from '../../../src/measure/ledger/ledger-data.ts';
import { mergeSnapshots, mergeStrips, mergeSummaries } from '../../../src/measure/ledger/merge.ts';
import { expect } from '../../quick.ts';
import { runs } from '../../runs.ts';

const THRESHOLD = 2000;
const PERIOD = 100;

/** What becomes of probe k, which goes to flow k mod flows. */
const fates = fc.record({
  flows: fc.integer({ min: 1, max: 7 }),
  workers: fc.integer({ min: 1, max: 4 }),
  probes: fc.array(
    fc.record({
      lag: fc.nat(30),
      copies: fc.array(fc.integer({ min: 1, max: 4000 }), { maxLength: 3 }),
      refused: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      waited: fc.boolean(),
    }),
    { maxLength: 80, size: 'max' },
  ),
});
type Fates = typeof fates extends fc.Arbitrary<infer T> ? T : never;

interface Happening {
  readonly at: number;
  readonly flow: number;
  readonly apply: (ledger: Ledger, flow: number) => void;
}

function happenings({ flows, probes }: Fates): Happening[] {
  return probes
    .flatMap(({ lag, copies, refused, waited }, k): Happening[] => {
      const flow = k % flows;
      const number = Math.floor(k / flows);
      const intended = k * PERIOD;
      const actual = intended + lag;
      if (refused)
        return [{ at: actual, flow, apply: (to, local) => to.refused(local, number, actual, 'ENOBUFS') }];
      const sent: Happening = {
        at: actual,
        flow,
        apply: (to, local) => to.sent(local, number, intended, actual, waited ? intended : Number.NaN),
      };
      return [
        sent,
        ...copies.map((delay): Happening => {
          const at = actual + delay;
          return {
            at,
            flow,
            apply: (to, local) => void to.arrived(local, number, at, number, at - 50, actual),
          };
        }),
      ];
    })
    .sort((a, b) => a.at - b.at);
}

function measured(given: Fates, workers: number): LedgerSummary {
  const { flows } = given;
  const ledgers = Array.from(
    { length: Math.min(workers, flows) },
    (_, worker) =>
      new Ledger({
        flows: Math.ceil((flows - worker) / Math.min(workers, flows)),
        lossThreshold: THRESHOLD,
        interval: 1500,
        start: 0,
        openLoop: true,
        tcp: false,
      }),
  );
  for (const { flow, apply } of happenings(given))
    apply(ledgers[flow % ledgers.length]!, Math.floor(flow / ledgers.length));
  return mergeSummaries(ledgers.map((ledger) => ledger.close()));
}

const plainHistogram = (data: HistogramData) => {
  const histogram = Histogram.from([data]);
  const { cells, counts, count, min, max } = histogram.data();
  return { cells: [...cells], counts: [...counts], count, min, max };
};

it('counts, times, order, intervals and fates', () => {
  fc.assert(
    fc.property(fates, (given) => {
      const one = measured(given, 1);
      const several = measured(given, given.workers);
      for (const field of [
        'sent',
        'received',
        'late',
        'lost',
        'duplicates',
        'foreign',
        'refused',
        'reordered',
        'reorderedDown',
        'extents',
        'runLengths',
        'blocked',
        'firstSent',
        'lastSent',
        'batches',
      ] as const)
        expect(several[field], field).toEqual(one[field]);
      for (const field of ['response', 'service', 'sendLag', 'ipdv', 'delayVariation'] as const) {
        expect(plainHistogram(several[field]!), field).toEqual(plainHistogram(one[field]!));
        expect(several[field]!.mean).toBeCloseTo(one[field]!.mean, 6);
        expect(several[field]!.squares).toBeCloseTo(one[field]!.squares, 0);
      }
      for (const field of ['jitter', 'jitterDown'] as const) {
        expect(several[field].updates).toBe(one[field].updates);
        expect(several[field].sum).toBeCloseTo(one[field].sum, 6);
      }
      const { latency, ...counts } = several.intervals;
      const { latency: singly, ...alone } = one.intervals;
      expect(counts).toEqual(alone);
      expect(latency.map((parts) => plainHistogram(Histogram.from(parts).data()))).toEqual(
        singly.map((parts) => plainHistogram(Histogram.from(parts).data())),
      );
      expect(several.delivery).toEqual(one.delivery);
      expect(several.flows.map(({ delays, ...flow }) => ({ ...flow, ...plainHistogram(delays) }))).toEqual(
        one.flows.map(({ delays, ...flow }) => ({ ...flow, ...plainHistogram(delays) })),
      );
    }),
    { numRuns: runs(150) },
  );
});

it('what cannot be known of one part is not known of the whole', () => {
  const closed = (openLoop: boolean): LedgerSummary => {
    const ledger = new Ledger({ flows: 1, lossThreshold: 10, interval: 10, start: 0, openLoop, tcp: false });
    ledger.sent(0, 0, 0, 0);
    ledger.corrupt();
    ledger.error();
    ledger.error();
    return ledger.close();
  };
  const mixed = mergeSummaries([closed(true), closed(false)]);
  expect([mixed.response, mixed.sendLag]).toEqual([null, null]);
  expect([mixed.corrupt, mixed.errors, mixed.foreign]).toEqual([2, 4, 0]);
  const both = mergeSummaries([closed(true), closed(true)]);
  expect([both.response?.count, both.sendLag?.count]).toEqual([0, 2]);
});

it('the first fates of all, and no more', () => {
  const many = (from: number): LedgerSummary => {
    const ledger = new Ledger({
      flows: 1,
      lossThreshold: 1e9,
      interval: 1e9,
      start: 0,
      openLoop: false,
      tcp: false,
    });
    for (let number = 0; number < 6000; number++) ledger.sent(0, number, 0, from + number * 2);
    return ledger.close();
  };
  const { delivery } = mergeSummaries([many(0), many(1)]);
  expect(delivery.codes.length).toBe(10_000);
  expect([...delivery.sentAt.slice(0, 3), delivery.sentAt.at(-1)]).toEqual([0, 1, 2, 9999]);
  expect(Array.from(delivery.flow.slice(0, 3))).toEqual([0, 1, 0]);
});

it('flows of generators that have unequally many: fates and rows are numbered alike', () => {
  const of = (flows: number, first: number): LedgerSummary => {
    const ledger = new Ledger({
      flows,
      lossThreshold: 1e9,
      interval: 1e9,
      start: 0,
      openLoop: false,
      tcp: false,
    });
    for (let flow = 0; flow < flows; flow++)
      for (let number = 0; number <= flow + first; number++) ledger.sent(flow, number, 0, 10 * flow + first);
    return ledger.close();
  };
  const { delivery, flows } = mergeSummaries([of(1, 0), of(3, 1), of(2, 5)]);
  const told = flows.map((_, place) => delivery.flow.filter((flow) => flow === place).length);
  expect(told).toEqual(flows.map(({ sent }) => sent));
  expect(told).toEqual([1, 2, 6, 3, 7, 4]);
});

const coded = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

it('strips are dealt evenly, their newest last, each cell with whose it is', () => {
  const merged = mergeStrips([
    { from: 10, codes: coded('.x'), probes: null },
    {
      from: 4,
      codes: coded('w?l'),
      probes: { flow: Uint32Array.of(0, 1, 2), number: Uint32Array.of(7, 8, 9) },
    },
  ]);
  expect(merged).toEqual({
    from: 14,
    codes: coded('w.?xl'),
    probes: { flow: Uint32Array.of(1, 0, 3, 0, 5), number: Uint32Array.of(7, 10, 8, 11, 9) },
  });
});

it('snapshots are added', () => {
  const snapshot = (probes: number, answered: number) => {
    const ledger = new Ledger({
      flows: 1,
      lossThreshold: 100,
      interval: 1e9,
      start: 0,
      openLoop: true,
      tcp: false,
    });
    for (let number = 0; number < probes; number++) ledger.sent(0, number, number, number + 3);
    // The first one late, the second twice, the last out of order.
    if (answered > 0) ledger.arrived(0, 0, 200);
    for (let number = 2; number < answered; number++) ledger.arrived(0, number, number + 20);
    if (answered > 1) ledger.arrived(0, 1, 60);
    if (answered > 1) ledger.arrived(0, 1, 61);
    if (answered > 0) ledger.skipped(5, 140);
    if (answered > 1) ledger.refused(0, probes, 130, 'ENOBUFS');
    return ledger.snapshot(150);
  };
  const parts = [snapshot(10, 5), snapshot(3, 0), snapshot(4, 4)];
  expect(mergeSnapshots(parts.slice(0, 1))).toBe(parts[0]);
  const { strip, sendLag, total, recent, ...counts } = mergeSnapshots(parts);
  expect(counts).toEqual({
    sent: 17,
    hit: 0,
    held: null,
    refused: 2,
    skipped: 2,
    received: 7,
    late: 2,
    lost: 8,
    unresolved: 0,
    duplicates: 2,
    reordered: 2,
  });
  expect([sendLag.count, total.count, recent.count]).toEqual([21, 9, 9]);
  expect([total.min, total.max]).toEqual([20, 200]);
  expect(strip.codes.length).toBe(17);
  expect(strip.probes!.flow.slice(0, 3)).toEqual(Uint32Array.of(0, 0, 2));
});
