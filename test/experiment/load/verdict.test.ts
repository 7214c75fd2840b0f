/** What the verdict makes of runs whose truth is known: phases are cut where the loads were, each direction by itself. */
import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { conduct } from '../../../src/experiment/conduct.ts';
import type { Runner } from '../../../src/experiment/contract.ts';
import { load, loadDocument } from '../../../src/experiment/load/load.ts';
import { loadStep } from '../../../src/experiment/load/plan.ts';
import { loadVerdict } from '../../../src/experiment/load/verdict.ts';
import { LoadSchema, type Phase } from '../../../src/result/document/load.ts';
import { judgeLoad, readLoadAssertion } from '../../../src/result/load-asserts.ts';
import { MILLISECOND, SECOND } from '../../../src/units.ts';
import { handleOf } from '../memory-runner.ts';
import { line, planWith, runsOf, type Truth } from './model.ts';

const MS = MILLISECOND;
/** 0 but in [from, to) s, where it is so much. */
const within = (from: number, to: number, ms: number) => (seconds: number) =>
  seconds >= from && seconds < to ? ms * MS : 0;
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

describe('what a load carried', () => {
  const carried = (rate: (seconds: number) => number | null): Phase => {
    const plan = planWith({ direction: 'up' });
    return loadVerdict(plan, runsOf(plan, { rate })).phases[1]!;
  };

  it('is without the first two seconds, and steady from when it stays', () => {
    const phase = carried((seconds) => (seconds < 3 ? 1e6 : 9e6));
    // Of six seconds one at 1 Mbit/s.
    expect(phase.goodput.up).toBeCloseTo((1e6 + 5 * 9e6) / 6, 3);
    expect([phase.settled, phase.settledFromSeconds]).toEqual([true, 11]);
    expect(phase.goodput.down).toBeNull();
  });

  it('never becomes steady where it goes on changing', () => {
    const phase = carried((seconds) => 1e6 * (1 + seconds));
    expect(phase.settled).toBe(false);
  });

  it('is unknown where the receiver does not tell', () => {
    expect(carried(() => null)).toMatchObject({
      goodput: { up: null },
      settled: null,
      settledFromSeconds: null,
    });
  });

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

  it('that never began is a failure, with the others kept', () => {
    const plan = planWith();
    const runs = runsOf(plan).slice(0, 3);
    const base = { ending: { status: 'completed' } } as never;
    const { ending, phases } = loadDocument(plan)(base, runs, loadVerdict(plan, runs));
    expect([ending.code, ending.details, phases.length]).toEqual(['load-unfinished', { missing: 1 }, 3]);
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

const sender = (retransmits: number) => ({
  retransmits,
  up: { retransmits, rtt: { min: 1, smoothed: 1 }, congestionWindow: 1, congestionControl: 'cubic' },
  down: null,
});

describe('gates', () => {
  it('take phases, figures and directions; of both, each must hold', () => {
    const plan = planWith();
    const runs = runsOf(plan, { up: within(8, 36, 118), down: within(28, 36, 40) });
    const body = loadVerdict(plan, runs);
    // 118 ms one way, 40 ms the other.
    expect(body.grade.both).toBe('D');
    const judged = judgeLoad(
      [
        'up.added.p95<120ms',
        'up.added.p95<118ms',
        'up.added.down.p99<1ms',
        'both.added.p95<100ms',
        'both.goodput>9M',
        'down.loss<1%',
        'up.goodput.down>1M',
        'trust=good',
        'trust=poor',
      ],
      { ...body, runs },
    );
    expect(judged.map(({ value, holds }) => [value, holds])).toEqual([
      [118e6, true],
      [118e6, false],
      [0, true],
      [118e6, false],
      [9.6e6, true],
      [0, true],
      [null, false],
      ['good', true],
      ['good', false],
    ]);
    expect(readLoadAssertion('trust<good')).toMatchObject({ why: 'onlyEquals', meant: ['trust=good'] });
    expect(judgeLoad(['trust=good'], { phases: [], runs: [] })[0]).toMatchObject({
      value: null,
      holds: false,
    });
  });
});

describe('the experiment', () => {
  afterEach(() => void vi.useRealTimers());

  const made = (runner: Runner) =>
    conduct(load, planWith(), loadDocument(planWith()), { runner, command: ['sockbench', 'load'] });

  it('keeps the phases before one that fails, and begins none after it', async () => {
    const failing = planWith({ phase: 1 });
    const runs = runsOf(planWith());
    const failed = { status: 'failed', code: 'control-lost', message: 'gone' } as const;
    let started = 0;
    const runner: Runner = () => {
      const at = started++;
      const result = at === 2 ? { ...runs[at]!, transports: [], ending: failed } : runs[at]!;
      return at === 0 ? lasting(result) : handleOf(Promise.resolve(result));
    };
    vi.useFakeTimers();
    const { document: ended } = conduct(load, failing, loadDocument(planWith()), { runner });
    await vi.advanceTimersByTimeAsync(60_000);
    const document = await ended;
    expect(document.ending).toEqual(failed);
    expect([started, document.phases.map(({ name }) => name)]).toEqual([3, ['idle', 'up']]);
  });

  it('ends when it is told to, with the document so far', async () => {
    const runs = runsOf(planWith());
    const handle = made(() => lasting(runs[0]!));
    for await (const event of handle) if (event.event === 'step') setTimeout(() => handle.stop(), 10);
    const document = await handle.document;
    expect(document.ending.status).toBe('interrupted');
    expect(document.phases.map(({ name }) => name)).toEqual(['idle']);
  });

  it('asks for probes all the time, and for the loads one after the other', () => {
    const { runs } = loadStep(planWith());
    expect(runs.map(({ name, follows, until }) => [name, follows, until !== undefined])).toEqual([
      ['probes', undefined, true],
      ['up', undefined, false],
      ['down', 'up', false],
      ['both', 'down', false],
    ]);
    expect(loadStep(planWith({ direction: 'down' })).runs.map(({ name }) => name)).toEqual([
      'probes',
      'down',
    ]);
  });

  it('makes a document that its schema takes', () => {
    const plan = planWith();
    const runs = runsOf(plan);
    const base = {
      tool: { name: 'sockbench' as const, version: '0' },
      startedAt: '',
      command: [],
      host: runs[0]!.host,
      ending: { status: 'completed' as const },
    };
    const document = loadDocument(plan)(base, runs, loadVerdict(plan, runs));
    const parsed = v.safeParse(LoadSchema, JSON.parse(JSON.stringify(document)));
    expect(parsed.success ? [] : parsed.issues.map((issue) => v.getDotPath(issue))).toEqual([]);
  });
});

/** A run that goes on until it is told to end. */
function lasting(result: Awaited<ReturnType<typeof runsOf>>[number]) {
  let end: () => void = () => {};
  const ended = new Promise<typeof result>((resolve) => {
    end = () => resolve({ ...result, ending: { status: 'interrupted' } });
  });
  return { ...handleOf(ended), stop: () => end() };
}
