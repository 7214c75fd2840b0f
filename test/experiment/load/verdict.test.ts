/** What the verdict makes of runs whose truth is known: phases are cut where the loads were, each direction by itself. */
import { describe, expect, it } from 'vitest';
import { loadVerdict } from '../../../src/experiment/load/verdict.ts';
import { MILLISECOND } from '../../../src/units.ts';
import { planWith, runsOf, within } from './model.ts';

const MS = MILLISECOND;
const ms = (time: number | null): number | null => (time === null ? null : time / MS);

describe('phases', () => {
  it('are cut where the loads were, and each direction has its own delay', () => {
    const plan = planWith();
    const truth = { up: within(8, 16, 118), down: within(18, 26, 60) };
    const { phases, grade } = loadVerdict(plan, runsOf(plan, truth));
    expect(phases.map(({ name, startSeconds, seconds }) => [name, startSeconds, seconds])).toEqual([
      ['idle', 0, 8],
      ['up', 8, 8],
      ['down', 18, 8],
      ['both', 28, 8],
    ]);
    const p95 = phases.map(({ added }) => [added.up, added.down, added.roundTrip].map((one) => ms(one.p95)));
    expect(p95).toEqual([
      [0, 0, 0],
      [118, 0, 118],
      [0, 60, 60],
      [0, 0, 0],
    ]);
    expect(grade).toEqual({ up: 'D', down: 'D', both: 'A' });
  });

  it('leave their first two seconds out, which stand in the whole', () => {
    const plan = planWith({ direction: 'up' });
    const { phases } = loadVerdict(plan, runsOf(plan, { up: within(8, 10, 500) }));
    const [, up] = phases;
    expect([ms(up!.added.up.max), ms(up!.whole.added.up.max), ms(up!.whole.added.up.p50)]).toEqual([
      0, 500, 0,
    ]);
  });

  it('are above the least of the idle phase alone, and tell how far that moved until the end', () => {
    const plan = planWith({ direction: 'up' });
    // The clocks go apart: what is shorter later on cannot be less than nothing.
    const up = (seconds: number) => (seconds < 8 ? 5 : seconds < 16 ? 25 : 3) * MS;
    const { phases, error } = loadVerdict(plan, runsOf(plan, { up, seconds: 18 }));
    expect(ms(phases[1]!.added.up.p50)).toBe(20);
    expect(ms(phases[0]!.added.up.max)).toBe(0);
    expect([ms(error.up), ms(error.down)]).toEqual([2, 0]);
  });

  it('give percentiles by nearest rank', () => {
    const plan = planWith({ direction: 'up' });
    // 600 probes after the first two seconds: 1 to 600 ms.
    const up = (seconds: number) => (seconds < 10 ? 0 : Math.round((seconds - 10) * 100) + 1) * MS;
    const [, phase] = loadVerdict(plan, runsOf(plan, { up, seconds: 18 })).phases;
    const { p50, p95, p99, max } = phase!.added.up;
    expect([p50, p95, p99, max].map(ms)).toEqual([300, 570, 594, 600]);
  });

  it('count what was lost on which way, of the whole phase', () => {
    const plan = planWith();
    const lostUp = new Set([100, 801, 802, 1599, 1600, 2000]);
    const lostDown = new Set([803, 1801, 1802]);
    const { phases } = loadVerdict(plan, runsOf(plan, { lostUp, lostDown }));
    expect(phases.map(({ loss }) => [loss.up.sent, loss.up.lost, loss.down.sent, loss.down.lost])).toEqual([
      [800, 1, 799, 0],
      [800, 3, 797, 1],
      [800, 1, 799, 2],
      [800, 0, 800, 0],
    ]);
  });

  it('know nothing of directions where nobody does', () => {
    const plan = planWith({ direction: 'up' });
    const runs = runsOf(plan);
    const [udp] = runs[0]!.transports;
    Object.assign(udp!, { samples: null });
    const { phases, grade, error } = loadVerdict(plan, runs);
    expect(phases[1]).toMatchObject({
      added: { up: { p95: null } },
      loss: { up: { sent: null, lost: null } },
    });
    expect([grade.up, error.up]).toEqual([null, null]);
  });
});

describe('probes', () => {
  it('that leave more than 1 ms after their time are counted by phase', () => {
    const plan = planWith({ direction: 'up' });
    const runs = runsOf(plan, { seconds: 18 });
    const [udp] = runs[0]!.transports;
    // Of the 800 of the phase 16 leave 2 ms late, and all are some microseconds late.
    const sent = udp!.samples!.sent.map((at, i) => at + (i % 7) * 1000 + (i >= 900 && i < 916 ? 2 * MS : 0));
    Object.assign(udp!.samples!, { sent });
    expect(loadVerdict(plan, runs).phases.map(({ onTime }) => onTime)).toEqual([1, 0.98]);
    Object.assign(udp!.probes!, { unsent: { refused: 0, skipped: 1 } });
    expect(loadVerdict(plan, runs).phases.map(({ onTime }) => onTime)).toEqual([null, null]);
  });
});
