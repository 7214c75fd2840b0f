/** Boundaries of the accounting, one by one. */
import { describe, expect, it } from 'vitest';
import { fatesOf } from '../../../src/measure/ledger/delivery.ts';
import { Ledger } from '../../../src/measure/ledger/ledger.ts';
import { MILLISECOND, SECOND } from '../../../src/units.ts';

const THRESHOLD = 1000;
const make = (changes: Partial<ConstructorParameters<typeof Ledger>[0]> = {}): Ledger =>
  new Ledger({
    flows: 1,
    lossThreshold: THRESHOLD,
    interval: SECOND,
    start: 0,
    openLoop: true,
    tcp: false,
    ...changes,
  });

describe('received, late, lost', () => {
  it('an answer exactly at the threshold is in time, a nanosecond later it is late', () => {
    const ledger = make();
    ledger.sent(0, 0, 0, 0);
    ledger.sent(0, 1, 0, 0);
    expect(ledger.arrived(0, 0, THRESHOLD)).toBe('received');
    expect(ledger.arrived(0, 1, THRESHOLD + 1)).toBe('late');
    expect(ledger.close()).toMatchObject({ sent: 2, received: 1, late: 1, lost: 0 });
  });

  it('the threshold counts from the actual send, not from the intended one', () => {
    const ledger = make();
    ledger.sent(0, 0, 0, 5000);
    expect(ledger.arrived(0, 0, 5900)).toBe('received');
  });

  it('an answer whose kernel stamp is in time is received, however late it was read', () => {
    const ledger = make();
    ledger.sent(0, 0, 0, 0);
    // The generator stood still; a snapshot comes before the answer is read.
    expect(ledger.snapshot(50_000)).toMatchObject({ lost: 1, unresolved: 0 });
    expect(ledger.arrived(0, 0, THRESHOLD - 1)).toBe('received');
    expect(ledger.snapshot(50_001)).toMatchObject({ received: 1, lost: 0 });
    expect(ledger.close()).toMatchObject({ received: 1, late: 0, lost: 0, runLengths: new Map() });
  });

  it('a copy of a late answer is a copy', () => {
    const ledger = make();
    ledger.sent(0, 0, 0, 0);
    ledger.snapshot(5000);
    ledger.arrived(0, 0, 4000);
    expect(ledger.arrived(0, 0, 4001)).toBe('duplicate');
    expect(ledger.close()).toMatchObject({ late: 1, duplicates: 1, lost: 0 });
  });

  it('a further copy is told of the probe, as long as its row stands', () => {
    const ledger = make();
    for (let number = 0; number < 3; number++) ledger.sent(0, number, number, number);
    for (const number of [0, 1, 1]) ledger.arrived(0, number, 100);
    expect(fatesOf(ledger.snapshot(200).strip.codes)).toBe('.d?');
    // The row of the first has been settled: its copy is counted, and no other probe is taken for it.
    ledger.arrived(0, 0, 300);
    const { duplicates, strip } = ledger.snapshot(400);
    expect([duplicates, fatesOf(strip.codes)]).toEqual([2, '.d?']);
  });

  it('numbers that were never sent, and flows that are not there, are foreign', () => {
    const ledger = make();
    ledger.sent(0, 0, 0, 0);
    for (const [flow, number] of [
      [0, 1],
      [0, -1],
      [0, Number.NaN],
      [1, 0],
    ] as const)
      expect(ledger.arrived(flow, number, 10)).toBe('unknown');
    expect(ledger.close()).toMatchObject({ foreign: 4, lost: 1 });
  });
});

describe('a send that the kernel refused', () => {
  it('is not sent, uses up its number, and neither breaks nor lengthens a run of losses', () => {
    const ledger = make();
    for (const number of [0, 1, 3]) {
      if (number === 3) ledger.refused(0, 2, 2, 'ENOBUFS');
      ledger.sent(0, number, number, number);
    }
    ledger.sent(0, 4, 4, 4);
    expect(ledger.arrived(0, 2, 10)).toBe('unknown');
    ledger.arrived(0, 4, 10);
    const summary = ledger.close();
    expect(summary).toMatchObject({ sent: 4, lost: 3, foreign: 1, refused: new Map([['ENOBUFS', 1]]) });
    expect(summary.runLengths).toEqual(new Map([[3, 1]]));
    expect(summary.flows[0]).toMatchObject({ sent: 4, received: 1 });
    expect(summary.delivery.codes).toHaveLength(4);
  });

  it('makes no pair of its neighbours (IPDV)', () => {
    const ledger = make();
    ledger.sent(0, 0, 0, 0);
    ledger.refused(0, 1, 1, 'ENOBUFS');
    ledger.sent(0, 2, 2, 2);
    ledger.arrived(0, 0, 10);
    ledger.arrived(0, 2, 20);
    expect(ledger.close().ipdv.count).toBe(0);
  });
});

describe('open loop and closed loop', () => {
  it('response time, service time and send lag from their own beginnings', () => {
    const ledger = make();
    ledger.sent(0, 0, 100, 130);
    ledger.arrived(0, 0, 400);
    const { response, service, sendLag } = ledger.close();
    expect([response!.max, service.max, sendLag!.max]).toEqual([300, 270, 30]);
  });

  it('a probe that waited for room was late until it was offered, and blocked from then on', () => {
    const ledger = make({ tcp: true });
    ledger.sent(0, 0, 100, 600, 130);
    ledger.arrived(0, 0, 700);
    const { response, sendLag, blocked } = ledger.close();
    expect(response!.max).toBe(600);
    expect([sendLag!.count, sendLag!.max]).toEqual([1, 30]);
    expect(blocked).toEqual({ count: 1, total: 470, max: 470 });
  });

  it('closed: no response time and no send lag', () => {
    const ledger = make({ openLoop: false });
    ledger.sent(0, 0, 100, 130);
    ledger.arrived(0, 0, 400);
    expect(ledger.close()).toMatchObject({ response: null, sendLag: null, service: { count: 1, max: 270 } });
  });
});

describe('a connection that ended', () => {
  it('has nothing more to wait for, and its unanswered probes are lost', () => {
    const ledger = make({ flows: 2, tcp: true });
    for (const flow of [0, 1]) for (const number of [0, 1]) ledger.sent(flow, number, number, number);
    ledger.arrived(0, 0, 10);
    expect(ledger.open).toBe(3);
    ledger.flowEnded(0);
    expect(ledger.open).toBe(2);
    expect(ledger.close()).toMatchObject({ sent: 4, received: 1, lost: 3 });
  });
});

describe('over TCP', () => {
  it('an answer far slower than the fastest one waited', () => {
    const ledger = make({ tcp: true, lossThreshold: SECOND });
    const delays = [10, 10.1, 14.9, 15.1, 200].map((ms) => ms * MILLISECOND);
    delays.forEach((delay, number) => {
      const at = number * SECOND;
      ledger.sent(0, number, at, at);
      ledger.arrived(0, number, at + delay);
    });
    expect(String.fromCharCode(...ledger.close().delivery.codes)).toBe('...ww');
  });
});
