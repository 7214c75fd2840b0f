/** On a bad day every figure says what a user would have missed, and whose fault it was. */
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { TransportResult } from '../../src/result/document/schema.ts';
import { assembleStream } from '../../src/run/client/assemble/stream/stream.ts';
import { MILLISECOND, SECOND } from '../../src/units.ts';
import { assembled, streamInput } from './assembled.ts';
import { BASE, DUE, ECHO_DAYS, STREAM_DAYS, type Truth } from './bad-days.ts';
import { runEcho, runStream } from './world.ts';

const sumOf = <T>(rows: readonly T[], pick: (row: T) => number | null | undefined): number =>
  rows.reduce((all, row) => all + (pick(row) ?? 0), 0);

/** The identities of the accounting, of the whole and of its intervals. */
function expectIdentities({ probes, intervals, undelivered, loss }: TransportResult): void {
  const { due, sent, received, late, lost, open, unsent } = probes!;
  expect(due).toBe(sent + unsent!.refused + unsent!.skipped);
  expect(sumOf(Object.values(probes!.refused), (n) => n)).toBe(unsent!.refused);
  expect(sent).toBe(received + (late ?? 0) + lost + open!);
  const count = due! - received - (late ?? 0);
  expect(undelivered).toEqual({ count, ratio: count / due! });
  expect(sumOf(intervals, (row) => row.due)).toBe(due);
  expect(sumOf(intervals, (row) => row.unsent?.skipped)).toBe(unsent!.skipped);
  expect(sumOf(intervals, (row) => row.unsent?.refused)).toBe(unsent!.refused);
  for (const row of intervals) {
    expect(row.due).toBe(row.sent! + row.unsent!.refused + row.unsent!.skipped);
    expect(row.sent).toBe(row.received! + row.late! + row.lost! + row.open!);
  }
  if (loss.up !== null) expect(loss.up.lost! + loss.down!.lost!).toBe(lost);
}

const expectedOf = ({ sent, refused, skipped, lost }: Truth) => ({
  due: DUE,
  sent,
  lost,
  open: 0,
  unsent: { refused, skipped },
});

/** To the probe before and the probe after. */
function expectOutages({ outages }: TransportResult, expected: readonly Truth['outage'][]): void {
  const wanted = expected.filter((outage) => outage !== null);
  expect(outages).toHaveLength(wanted.length);
  wanted.forEach(({ direction, cause, seconds }, i) => {
    const { startSeconds, endSeconds, ...kind } = outages![i]!;
    expect(kind).toEqual({ direction, cause });
    expect(startSeconds).toBeCloseTo(1, 2);
    expect(endSeconds).toBeCloseTo(1 + seconds, 2);
  });
}

it('a route that is gone is not told as a link that is down, nor what the network said as either', async () => {
  const refuses: [number, number, number][] = [[SECOND, 3 * SECOND, constants.errno.ENETUNREACH]];
  const outcome = await runEcho({ ...BASE, network: { up: { refuses } } });
  const { silence } = outcome.sender;
  const told = () => assembled(outcome).outages!.map(({ cause, missing }) => ({ cause, missing }));
  expect(told()).toEqual([{ cause: 'ownLink', missing: undefined }]);
  for (let at = 1.25 * SECOND; at < 3 * SECOND; at += SECOND / 4) silence.linkSeen(false, at);
  expect(told()).toEqual([{ cause: 'ownLink', missing: 'route' }]);
  // ICMP has the same errnos (RFC 1122: code 9 of an unreachable network).
  silence.rejected(2 * SECOND);
  expect(told()).toEqual([{ cause: 'icmp', missing: undefined }]);
  silence.linkSeen(true, 2.5 * SECOND);
  expect(told()).toEqual([{ cause: 'ownLink', missing: undefined }]);
});

it('what a rule of this machine forbids is not told as lost on the way', async () => {
  const refuses: [number, number, number][] = [[SECOND, 3 * SECOND, constants.errno.EPERM]];
  const { outages, undelivered } = assembled(await runEcho({ ...BASE, network: { up: { refuses } } }));
  expect(outages).toMatchObject([{ cause: 'ownLink', missing: 'permission' }]);
  expect(undelivered).toMatchObject({ count: 1000 });
});

describe('an echo over UDP', () => {
  for (const [name, [day, truth]] of Object.entries(ECHO_DAYS))
    it(name, async () => {
      const result = assembled(await runEcho({ ...BASE, ...day }));
      expect(result.probes).toMatchObject({ ...expectedOf(truth), received: truth.sent - truth.lost });
      expectIdentities(result);
      expectOutages(result, [truth.outage]);
      expect(result.latency.sendLag!.count).toBe(DUE);
      expect(result.loss.ratio).toBe(truth.lost / truth.sent);
    });

  it('that loses a third has no outage', async () => {
    const { probes, outages } = assembled(await runEcho({ ...BASE, network: { up: { loss: 1 / 3 } } }));
    expect(probes!.lost).toBeGreaterThan(750);
    expect(outages).toEqual([]);
  });

  it('that stood still tells whose the time was', async () => {
    const [day] = ECHO_DAYS['the client stands still for 0.5 s']!;
    const { latency } = assembled(await runEcho({ ...BASE, ...day }));
    expect(latency.sendLag!.max! / MILLISECOND).toBeGreaterThan(490);
    expect(latency.service!.max! / MILLISECOND).toBeLessThan(1);
    expect(latency.blocked).toMatchObject({ count: 0, max: null });
  });
});

describe('a link that carries half of what is offered', () => {
  // 64 probes wait before it; then the socket is full.
  const slow = { packetTime: 4 * MILLISECOND, queue: 64 };

  it('makes probes wait in the schedule, and leaves out those that waited too long', async () => {
    const result = assembled(await runEcho({ ...BASE, network: { up: slow } }));
    expectIdentities(result);
    const { sent, lost, unsent, received } = result.probes!;
    expect([lost, unsent!.refused]).toEqual([0, 0]);
    // 250/s for 5 s, what the link's queue holds, and what was less than the threshold late at the end.
    expect(sent).toBeGreaterThan(1400);
    expect(sent).toBeLessThan(1600);
    expect(received).toBe(sent);
    const { blocked, sendLag } = result.latency;
    expect(blocked!.count).toBeGreaterThan(2000);
    expect(blocked!.max! / SECOND).toBeGreaterThan(0.95);
    expect(blocked!.max! / SECOND).toBeLessThan(1.05);
    expect(sendLag!.count).toBe(DUE);
    expect(sendLag!.max! / MILLISECOND).toBeLessThan(5);
  });

  it.each(['up', 'down'] as const)('one way, %s', async (mode) => {
    const outcome = await runStream({ ...BASE, mode, network: { [mode]: slow } });
    const result = assembleStream(streamInput(outcome));
    const { sent, lost, due, unsent } = result.probes!;
    expect([due, lost]).toEqual([DUE, 0]);
    expect(sent + unsent!.skipped).toBe(DUE);
    expect(sent).toBeLessThan(1600);
    expect(result.undelivered!.count).toBe(DUE - sent);
    expect(result.latency.blocked === null).toBe(mode === 'down');
  });
});

it.each(['udp', 'tcp'] as const)(
  'a way down over %s that is away to the end is told, though the server is not heard of any more',
  async (transport) => {
    const away: [number, number][] = [[SECOND, 60 * SECOND]];
    const outcome = await runStream({ ...BASE, transport, mode: 'down', network: { down: { away } } });
    const { outages, loss } = assembleStream(streamInput(outcome, { ledger: null }));
    expect(loss.down).toMatchObject({ sent: null, lost: null });
    expect(outages).toMatchObject([{ direction: 'down', cause: 'silence' }]);
    expect(outages![0]!.startSeconds).toBeCloseTo(1, 1);
    expect(outages![0]!.endSeconds).toBeCloseTo(5, 1);
  },
);

describe('one way over UDP', () => {
  for (const [name, [day, truth]] of Object.entries(STREAM_DAYS))
    for (const mode of ['up', 'down', 'both'] as const)
      it(`${name}: ${mode}`, async () => {
        const result = assembleStream(streamInput(await runStream({ ...BASE, ...day, mode })));
        for (const direction of mode === 'both' ? (['up', 'down'] as const) : [mode]) {
          const { due, sent, received, lost, open, unsent, undelivered } = result.loss[direction]!;
          expect({ due, sent, lost, open, unsent }).toEqual(expectedOf(truth[direction]));
          expect(received).toBe(sent! - lost!);
          expect(undelivered).toEqual({ count: DUE - received!, ratio: (DUE - received!) / DUE });
        }
        expectOutages(result, mode === 'both' ? [truth.up.outage, truth.down.outage] : [truth[mode].outage]);
        expect(result.undelivered).toEqual(mode === 'both' ? null : result.loss[mode]!.undelivered);
        if (mode === 'up') {
          expect(sumOf(result.intervals, (row) => row.due)).toBe(DUE);
          expect(sumOf(result.intervals, (row) => row.unsent?.refused)).toBe(truth.up.refused);
        }
      });

  it('nothing is due in a flood: what left and what was refused is all there is', async () => {
    const result = assembleStream(
      streamInput(
        await runStream({ ...BASE, rate: null, mode: 'up', count: 2000, network: { up: { loss: 0.1 } } }),
      ),
    );
    const { due, sent, lost } = result.probes!;
    expect([due, sent]).toEqual([2000, 2000]);
    expect(result.undelivered!.count).toBe(lost);
    expect(result.latency.blocked).toBeNull();
  });
});

describe('over TCP', () => {
  it('what was too late to leave is told; the rest waits for its turn', async () => {
    const outcome = await runEcho({
      ...BASE,
      transport: 'tcp',
      size: 16_384,
      stall: [SECOND, 4 * SECOND],
    });
    const result = assembled(outcome, { ledger: { ...outcome.ledger, resent: [] } });
    expectIdentities(result);
    const { due, lost, unsent, late } = result.probes!;
    expect([due, lost]).toEqual([DUE, 0]);
    // From 1 to 3 s: a second late at 4 s, less what the connection held.
    expect(unsent!.skipped).toBeGreaterThan(950);
    expect(unsent!.skipped).toBeLessThan(1001);
    expect(late).toBeGreaterThan(10);
    // No segment was sent again: the silence was no recovery.
    expect(result.outages).toMatchObject([{ direction: null, cause: 'silence' }]);
    expect(result.outages![0]!.endSeconds).toBeCloseTo(4, 2);
  });

  it.each(['both ways', 'that waits for answers'])(
    'a path that is away for a while is recovered from: %s',
    async (how) => {
      const away = { away: [[SECOND, 3 * SECOND]] as [number, number][], delay: MILLISECOND };
      const rate = how === 'both ways' ? 100 : 'closed';
      const outcome = await runEcho({ ...BASE, transport: 'tcp', rate, network: { up: away, down: away } });
      const resent = (column: number[] | null) =>
        assembled(outcome, { ledger: { ...outcome.ledger, resent: column } }).outages;
      // The segment that came through at last; or nobody can tell.
      expect(resent([0, 1, 0])).toEqual([]);
      expect(resent([0, 0, 0, 0, 1])).toEqual([]);
      expect(resent(null)).toEqual([]);
      expect(resent([0, 0, 0, 0, 0, 1])).toHaveLength(1);
      const stopped = assembled(outcome, { linkDown: [{ from: 2 * SECOND, to: 2 * SECOND }] }).outages;
      expect(stopped).toMatchObject([{ cause: 'ownLink' }]);
    },
  );

  it('nothing is due in closed loop', async () => {
    const result = assembled(await runEcho({ ...BASE, transport: 'tcp', rate: 'closed', count: 500 }));
    expect(result.undelivered).toBeNull();
    expect(result.probes).toMatchObject({ due: 500, sent: 500, unsent: { refused: 0, skipped: 0 } });
  });
});
