/** What a ledger keeps of each probe beside its class: fates, flows, order, the time between. */
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../src/measure/ledger/ledger.ts';

const MS = 1e6;
const make = (changes: Partial<ConstructorParameters<typeof Ledger>[0]> = {}): Ledger =>
  new Ledger({
    flows: 1,
    lossThreshold: 1000,
    interval: 1000,
    start: 0,
    openLoop: true,
    tcp: false,
    ...changes,
  });
const fatesOf = (ledger: Ledger): string => String.fromCharCode(...ledger.close().delivery.codes);

describe('a ledger keeps', () => {
  it('the order of its numbers: another one is a mistake of the caller', () => {
    const ledger = make();
    ledger.sent(0, 0, 0, 0);
    expect(() => ledger.sent(0, 2, 0, 0)).toThrow(RangeError);
    expect(() => ledger.sent(0, 0, 0, 0)).toThrow(RangeError);
    expect(() => ledger.refused(0, 0, 0, 'EAGAIN')).toThrow(RangeError);
    ledger.refused(0, 1, 0, 'EAGAIN');
    ledger.sent(0, 2, 0, 0);
  });

  it('when the first and the last were sent', () => {
    const ledger = make();
    expect([ledger.firstSent, ledger.lastSent]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    for (const [number, at] of [50, 70, 60].entries()) ledger.sent(0, number, 0, at);
    expect([ledger.firstSent, ledger.lastSent]).toEqual([50, 70]);
    expect(ledger.close()).toMatchObject({ firstSent: 50, lastSent: 70 });
  });

  it('fates in the order of sending', () => {
    const ledger = make();
    for (let number = 0; number < 5; number++) ledger.sent(0, number, 0, number);
    for (const [number, at] of [
      [0, 10],
      [3, 11],
      [1, 12],
      [4, 2000],
    ] as const)
      ledger.arrived(0, number, at);
    // Late and out of order is late.
    expect(fatesOf(ledger)).toBe('.ox.l');
  });

  it('what came out of order, in the interval of sending and in that of arrival', () => {
    const ledger = make();
    ledger.sent(0, 0, 0, 900);
    ledger.sent(0, 1, 0, 1500);
    ledger.arrived(0, 1, 1600);
    ledger.arrived(0, 0, 1700);
    expect(ledger.takeIntervals(2000).map(({ reordered }) => reordered)).toEqual([0, 1]);
    const { intervals, reordered } = ledger.close();
    expect([reordered, ...intervals.reordered]).toEqual([1, 1, 0]);
  });

  it('copies where they were sent, as far as they tell, and never outside the run', () => {
    const ledger = make();
    for (const [number, at] of [500, 1500, 2500].entries()) {
      ledger.sent(0, number, 0, at);
      ledger.arrived(0, number, at + 10);
    }
    for (const echoed of [-9e9, 1500, 9e9]) ledger.arrived(0, 0, 2700, -1, Number.NaN, echoed);
    expect([...ledger.close().intervals.duplicates]).toEqual([1, 1, 1]);
  });

  it('each flow’s own counts', () => {
    const ledger = make({ flows: 2 });
    for (const flow of [0, 1])
      for (let number = 0; number < 3; number++) ledger.sent(flow, number, 0, number);
    ledger.arrived(1, 0, 10);
    ledger.arrived(1, 1, 5000);
    ledger.arrived(1, 2, 5001);
    ledger.refused(0, 3, 20, 'ENOBUFS');
    const { flows } = ledger.close();
    expect(flows.map(({ sent, received, late }) => ({ sent, received, late }))).toEqual([
      { sent: 3, received: 0, late: 0 },
      { sent: 3, received: 1, late: 2 },
    ]);
    expect(flows.map(({ delays }) => delays.count)).toEqual([0, 3]);
  });

  it('the send lag since the last look, and of the run', () => {
    const ledger = make();
    ledger.sent(0, 0, 100, 130);
    expect(ledger.snapshot(200).sendLag).toMatchObject({ count: 1, min: 30, max: 30 });
    ledger.sent(0, 1, 200, 207);
    expect(ledger.snapshot(300).sendLag).toMatchObject({ count: 1, min: 7, max: 7 });
    expect(ledger.close().sendLag).toMatchObject({ count: 2, min: 7, max: 30 });
  });

  it('whose a cell of the strip is, where there are several flows', () => {
    const [one, two] = [make(), make({ flows: 2 })];
    one.sent(0, 0, 0, 0);
    two.sent(1, 0, 0, 0);
    expect(one.snapshot(1).strip).toEqual({ from: 0, codes: Uint8Array.of('?'.charCodeAt(0)), probes: null });
    expect(two.snapshot(1).strip.probes).toEqual({ flow: Uint32Array.of(1), number: Uint32Array.of(0) });
  });

  it('how many are still awaited, of all flows', () => {
    const closed = (at: number, answered: boolean, ended = false) => {
      const ledger = make({ flows: 2 });
      ledger.sent(0, 0, 0, 0);
      ledger.sent(0, 1, 0, 500);
      ledger.sent(1, 0, 0, 600);
      if (answered) ledger.arrived(1, 0, 1000);
      if (ended) ledger.flowEnded(0);
      return ledger.close(at);
    };
    const open = [900, 1000, 1001, 1500, 1501, 1600, 1601].map((at) => closed(at, false).open);
    expect(open).toEqual([3, 3, 2, 2, 1, 1, 0]);
    expect(closed(1200, true)).toMatchObject({ sent: 3, received: 1, lost: 1, open: 1 });
    expect(closed(1200, true).delivery.codes).toEqual(Uint8Array.from('x?.', (code) => code.charCodeAt(0)));
    expect(closed(1200, true).runLengths).toEqual(new Map([[1, 1]]));
    // Nothing is awaited on a connection that has ended.
    expect(closed(1200, true, true)).toMatchObject({ received: 1, lost: 2, open: 0 });
    expect(closed(1200, true).flows.map(({ settled }) => settled)).toEqual([
      { number: 1, sent: 1, answered: 0 },
      null,
    ]);
  });

  it('what was due is sent, refused or skipped, each in its interval; and each has a send lag', () => {
    const ledger = make({ interval: 1000 });
    ledger.sent(0, 0, 100, 130);
    ledger.refused(0, 1, 1250, 'ENOBUFS', 1200);
    ledger.skipped(1300, 2900);
    ledger.skipped(2300, 2950, 2310);
    const { sent, refused, skipped, intervals, sendLag, blocked } = ledger.close();
    expect([sent, refused.get('ENOBUFS'), skipped]).toEqual([1, 1, 2]);
    expect([intervals.sent, intervals.refused, intervals.skipped].map((column) => [...column])).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 1],
    ]);
    expect([sendLag!.count, sendLag!.min, sendLag!.max]).toEqual([4, 10, 1600]);
    expect(blocked).toEqual({ count: 1, total: 640, max: 640 });
  });

  it('strangers apart', () => {
    const ledger = make();
    ledger.foreign();
    ledger.foreign();
    expect(ledger.close().foreign).toBe(2);
  });

  it('a flow that ends awaits nothing more, whether it passed the threshold or not', () => {
    const ledger = make({ flows: 2, tcp: true });
    for (let number = 0; number < 5; number++) ledger.sent(0, number, 0, number * 400);
    ledger.sent(1, 0, 0, 0);
    ledger.arrived(0, 0, 10);
    // Number 1 passes it here.
    ledger.snapshot(1500);
    expect(ledger.open).toBe(5);
    ledger.flowEnded(0);
    expect(ledger.open).toBe(1);
  });

  it('that a probe waited: by more than 5 ms, and by more than half of the fastest answer', () => {
    const fates = (fastest: number, ...delays: readonly number[]): string => {
      const ledger = make({ tcp: true, lossThreshold: 1e12 });
      for (const [number, delay] of [fastest, ...delays].entries()) {
        ledger.sent(0, number, 0, number);
        ledger.arrived(0, number, number + delay);
      }
      return fatesOf(ledger);
    };
    expect(fates(MS, 6 * MS, 6 * MS + 1)).toBe('..w');
    expect(fates(40 * MS, 60 * MS, 60 * MS + 1)).toBe('..w');
  });
});
