/** A phase whose load did not fill the line gets no grade, and the reason is told. */
import { describe, expect, it } from 'vitest';
import { loadVerdict } from '../../../src/experiment/load/verdict.ts';
import type { Phase } from '../../../src/result/document/load.ts';
import { SECOND } from '../../../src/units.ts';
import { line, planWith, runsOf, type Truth, within } from './model.ts';

const sender = (retransmits: number) => ({
  retransmits,
  up: { retransmits, rtt: { min: 1, smoothed: 1 }, congestionWindow: 1, congestionControl: 'cubic' },
  down: null,
});

describe('what a load carried', () => {
  it.each([
    ['losses', 500, 'loss'],
    ['the streams', 0, 'streams'],
  ] as const)('below the link’s bandwidth gets no grade: %s', (_, retransmits, reason) => {
    const plan = planWith({ direction: 'up' });
    const body = loadVerdict(
      plan,
      runsOf(plan, {
        rate: () => 2e6,
        change: (load) => void Object.assign(load, { tcp: sender(retransmits) }),
      }),
    );
    expect([body.phases[1]!.limitedBy, body.grade.up]).toEqual([reason, null]);
  });

  it('fills a line before which packets wait, though probes and headers take much of it', () => {
    const plan = planWith({ direction: 'up' });
    const limit = (p50: number) => {
      const side = { tcp: { dropped: 0, queueDropped: 0, packets: 1 }, queue: { bytes: { p50 } } };
      const change = (load: object) => void Object.assign(load, { link: { up: side, down: side } });
      return loadVerdict(plan, runsOf(plan, { rate: () => 5e6, change })).phases[1]!.limitedBy;
    };
    expect([limit(140_000), limit(1500)]).toEqual([null, 'streams']);
  });

  it('is not held back by losses where it was the queue that dropped', () => {
    const plan = planWith({ direction: 'up' });
    const limit = (queueDropped: number) => {
      const side = { tcp: { dropped: 50, queueDropped, packets: 2000 }, queue: null };
      const change = (load: object) =>
        void Object.assign(load, { tcp: sender(500), link: { up: side, down: side } });
      return loadVerdict(plan, runsOf(plan, { rate: () => 2e6, change })).phases[1]!.limitedBy;
    };
    expect([limit(50), limit(10)]).toEqual(['streams', 'loss']);
  });

  it('gets no grade where the link was changed while it ran; before it, the changed one counts', () => {
    const plan = planWith();
    const runs = runsOf(plan, { rate: () => 4.6e6 });
    const slower = { ...line, up: { ...line.up, bandwidth: 5e6 }, down: { ...line.down, bandwidth: 5e6 } };
    const link = { changes: [2, 20].map((atSeconds) => ({ atSeconds, impairment: slower })) };
    Object.assign(runs[0]!.transports[0]!, { link });
    const { phases } = loadVerdict(plan, runs);
    expect(phases.map(({ limitedBy }) => limitedBy)).toEqual([null, null, 'changed', null]);
  });

  it('gets no grade where the server paced it, or this machine had no more to give', () => {
    const plan = planWith({ direction: 'up', impairment: null });
    const judged = (change: (load: never, run: never) => void): Phase['limitedBy'] =>
      loadVerdict(plan, runsOf(plan, { change: change as never })).phases[1]!.limitedBy;
    const paced = (_: unknown, run: { effective: unknown }) => {
      run.effective = { rate: { tcp: 100 } };
    };
    const busy = (load: { quality: { generator: object } }) => {
      Object.assign(load.quality.generator, { utilisation: 0.99 });
    };
    const held = (load: object) =>
      void Object.assign(load, { tcp: { up: { ...sender(0).up, windowLimited: 0.8 }, down: null } });
    const heldThere = (load: object) =>
      void Object.assign(load, { tcp: { up: null, down: { ...sender(0).up, windowLimited: 0.8 } } });
    expect(judged(held as never)).toBe('window');
    // The server's kernel tells of the other direction.
    expect(judged(heldThere as never)).toBeNull();
    const down = planWith({ direction: 'down', impairment: null });
    expect(loadVerdict(down, runsOf(down, { change: heldThere })).phases[1]!.limitedBy).toBe('window');
    // Where packets wait, the line is full, however small the window is.
    const waits = runsOf(plan, { change: held, up: within(8, 16, 40) });
    expect(loadVerdict(plan, waits).grade.up).toBe('C');
    expect(judged(paced as never)).toBe('serverLimit');
    const pacedTo = (bits: number) => (_: unknown, run: { effective: unknown }) => {
      run.effective = { rate: { tcp: 100 }, bitrate: { tcp: bits } };
    };
    expect(judged(pacedTo(10e6) as never)).toBe('serverLimit');
    // The line carries less than the server would allow.
    expect(judged(pacedTo(100e6) as never)).toBeNull();
    expect(judged(busy as never)).toBe('generator');
    expect(judged(() => {})).toBeNull();
  });
});

describe('a phase that is shorter than planned', () => {
  const limited = (change: Truth['change'], truth: Truth = {}) => {
    const plan = planWith({ direction: 'up' });
    const runs = runsOf(plan, { ...truth, ...(change !== undefined && { change }) });
    return { plan, runs, limit: () => loadVerdict(plan, runs).phases[1]!.limitedBy };
  };
  const granted = (seconds: number) => ({ duration: seconds * SECOND, rate: { tcp: 'max' } }) as never;

  it('gets no grade: by the server’s limit of time, of the load or of the probes', () => {
    const ofLoad = limited((load, run) => {
      Object.assign(load, { durationSeconds: 5 });
      Object.assign(run, { effective: granted(5) });
    });
    expect(ofLoad.limit()).toBe('serverTime');
    const ofProbes = limited(undefined, { seconds: 12 });
    Object.assign(ofProbes.runs[0]!, {
      spec: { ...ofProbes.runs[0]!.spec, duration: 40 * SECOND },
      effective: granted(12),
    });
    expect(ofProbes.limit()).toBe('serverTime');
  });

  it('gets none where it was ended before its time', () => {
    expect(limited((load) => void Object.assign(load, { durationSeconds: 5 })).limit()).toBe('cut');
  });
});
