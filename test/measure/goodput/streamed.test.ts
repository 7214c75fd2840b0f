/** Intervals as they end, by the time of each event: nothing is counted twice, and nothing gets lost between two. */
import fc from 'fast-check';
import { it } from 'vitest';
import { StreamedIntervals } from '../../../src/measure/goodput/streamed.ts';
import { Ledger } from '../../../src/measure/ledger/ledger.ts';
import { expect } from '../../quick.ts';
import { runs } from '../../runs.ts';

const LENGTH = 700;
const THRESHOLD = 500;

const plans = fc.array(
  fc.record({ gap: fc.nat(300), delay: fc.option(fc.integer({ min: 1, max: 1500 })), copies: fc.nat(2) }),
  { maxLength: 60, size: 'max' },
);

it('each event in its interval, losses where the threshold passed, and the rest unresolved', () => {
  fc.assert(
    fc.property(
      plans,
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 9 }),
      (plan, naps) => {
        const ledger = new Ledger({
          flows: 1,
          lossThreshold: THRESHOLD,
          interval: LENGTH,
          start: 0,
          openLoop: true,
          tcp: false,
        });
        let at = 0;
        const events = plan
          .flatMap(({ gap, delay, copies }, number) => {
            at += gap;
            const sentAt = at;
            const answers =
              delay === null ? [] : Array.from({ length: copies + 1 }, (_, k) => sentAt + delay + k);
            return [
              { at: sentAt, kind: 'sent' as const, number },
              ...answers.map((time) => ({ at: time, kind: 'arrived' as const, number })),
            ];
          })
          .sort((a, b) => a.at - b.at || a.kind.localeCompare(b.kind) * -1);
        const taken: ReturnType<typeof ledger.takeIntervals> = [];
        const end = (events.at(-1)?.at ?? 0) + THRESHOLD + 2 * LENGTH;
        let turn = 0;
        let next = naps[0]!;
        const step = (now: number): void => {
          for (; next <= now; next += naps[++turn % naps.length]!) taken.push(...ledger.takeIntervals(next));
        };
        const seen: { kind: string; at: number }[] = [];
        for (const event of events) {
          // What comes at the very moment of an interval's end belongs to the next one.
          step(event.at);
          if (event.kind === 'sent') {
            ledger.sent(0, event.number, event.at, event.at);
            seen.push(event);
          } else seen.push({ kind: ledger.arrived(0, event.number, event.at), at: event.at });
        }
        step(end);
        taken.push(...ledger.takeIntervals(end));
        expect(taken.map(({ index }) => index)).toEqual(taken.map((_, i) => i));
        const answeredAt = (number: number): number =>
          Math.min(
            ...events.filter((one) => one.kind === 'arrived' && one.number === number).map((one) => one.at),
          );
        for (const { index, sent, received, late, duplicates, lost, overdue, unresolved } of taken) {
          const ends = (index + 1) * LENGTH;
          // By the definition: sent before its end, and neither answered nor past the threshold by then.
          const open = events.filter(
            ({ at, kind, number }) =>
              kind === 'sent' && at < ends && at + THRESHOLD >= ends && answeredAt(number) >= ends,
          );
          expect(unresolved).toBe(open.length);
          const passed = events.filter(
            ({ at, kind, number }) =>
              kind === 'sent' &&
              answeredAt(number) > at + THRESHOLD &&
              Math.floor((at + THRESHOLD) / LENGTH) === index,
          );
          expect(overdue).toBe(passed.length);
          expect(lost).toBe(passed.filter(({ number }) => answeredAt(number) >= ends).length);
          const own = seen.filter((event) => Math.floor(event.at / LENGTH) === index);
          const count = (kind: string): number => own.filter((event) => event.kind === kind).length;
          expect({ sent, received, late, duplicates }).toEqual({
            sent: count('sent'),
            received: count('received'),
            late: count('late'),
            duplicates: count('duplicate'),
          });
        }
        const summary = ledger.close();
        const total = (pick: (interval: (typeof taken)[number]) => number): number =>
          taken.reduce((all, interval) => all + pick(interval), 0);
        // Two figures of one thing: the lines add up to the table.
        expect(total(({ overdue }) => overdue)).toBe(summary.lost + summary.late);
        expect(total(({ late }) => late)).toBe(summary.late);
        expect(taken.at(-1)?.unresolved ?? 0).toBe(0);
      },
    ),
    { numRuns: runs(200) },
  );
});

it('what is read after its interval was told counts in the next one', () => {
  const ledger = new Ledger({
    flows: 1,
    lossThreshold: 5000,
    interval: LENGTH,
    start: 0,
    openLoop: true,
    tcp: false,
  });
  ledger.sent(0, 0, 10, 10);
  expect(ledger.takeIntervals(LENGTH)).toMatchObject([{ index: 0, sent: 1, received: 0, unresolved: 1 }]);
  // Stamped by the kernel before the end, read behind it.
  ledger.arrived(0, 0, LENGTH - 1);
  expect(ledger.takeIntervals(2 * LENGTH)).toMatchObject([{ index: 1, sent: 0, received: 1, unresolved: 0 }]);
});

it('counts from the start, and each kind of event by itself', () => {
  const streamed = new StreamedIntervals(1000, 100);
  for (const at of [990, 1000, 1099, 1100]) streamed.sent(at);
  streamed.refused(1020);
  streamed.skipped(1105);
  streamed.skipped(1106);
  streamed.answered(1050, 7);
  streamed.expired(1060);
  streamed.late(1099, 1060, 300);
  streamed.expired(1100);
  streamed.expired(1100);
  streamed.duplicate(1110);
  streamed.reordered(1120);
  streamed.reordered(1199);
  let settled = 0;
  const take = (now: number) =>
    streamed.take(now, () => settled++).map(({ latency, ...rest }) => ({ ...rest, answers: latency.count }));
  expect(take(1099)).toEqual([]);
  expect(settled).toBe(0);
  const none = {
    sent: 0,
    refused: 0,
    skipped: 0,
    received: 0,
    late: 0,
    overdue: 0,
    lost: 0,
    duplicates: 0,
    reordered: 0,
    answers: 0,
  };
  expect(take(1100)).toEqual([
    { ...none, index: 0, sent: 3, refused: 1, received: 1, late: 1, overdue: 1, answers: 2, unresolved: 1 },
  ]);
  expect(take(1100)).toEqual([]);
  expect(settled).toBe(1);
  // What comes too late for its interval counts in the next.
  streamed.sent(1010);
  expect(take(1310)).toEqual([
    {
      ...none,
      index: 1,
      sent: 2,
      skipped: 2,
      overdue: 2,
      lost: 2,
      duplicates: 1,
      reordered: 2,
      unresolved: 1,
    },
    { ...none, index: 2, unresolved: 1 },
  ]);
});
