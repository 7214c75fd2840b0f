/** Runs of a load whose truth is known: what a full queue adds each way, what was lost, what was carried. Made, not measured. */
import { type LoadPlan, loadRequest } from '../../../src/experiment/load/plan.ts';
import { specOf } from '../../../src/library/spec.ts';
import { runLengthCoded } from '../../../src/measure/ledger/delivery.ts';
import { type LoadedPhase, loadsOf } from '../../../src/result/document/load.ts';
import type { IntervalRow, RunResult, TransportResult } from '../../../src/result/document/schema.ts';
import { type Impairment, NO_IMPAIRMENT } from '../../../src/result/impairment.ts';
import { MILLISECOND, SECOND } from '../../../src/units.ts';
import { runResult } from '../../fixtures/results.ts';
import { transportResult } from '../../fixtures/transport.ts';

export const line: Impairment = {
  up: { ...NO_IMPAIRMENT, bandwidth: 10e6, queueBytes: 150_000, delay: 10 * MILLISECOND },
  down: { ...NO_IMPAIRMENT, bandwidth: 10e6, queueBytes: 150_000, delay: 10 * MILLISECOND },
  profile: null,
  seed: 1,
};

export const planWith = (changes: Partial<LoadPlan> = {}): LoadPlan => ({
  target: null,
  direction: 'all',
  streams: 4,
  phase: 8 * SECOND,
  probeRate: 100,
  congestionControl: null,
  impairment: line,
  common: { seed: 1 },
  ...changes,
});

export interface Truth {
  /** ns that a probe sent at `seconds` waits beyond the least; phases begin at 8, 18, 28 s. */
  readonly up?: (seconds: number) => number;
  readonly down?: (seconds: number) => number;
  /** Numbers of probes lost on the way. */
  readonly lostUp?: ReadonlySet<number>;
  readonly lostDown?: ReadonlySet<number>;
  /** Bits per second in a row of a load that begins at `seconds`; null: not told. */
  readonly rate?: (seconds: number) => number | null;
  readonly seconds?: number;
  readonly change?: (load: TransportResult, run: RunResult) => void;
}

/** 0 but in [from, to) s, where it is so much. */
export const within = (from: number, to: number, ms: number) => (seconds: number) =>
  seconds >= from && seconds < to ? ms * MILLISECOND : 0;

const START = Date.parse('2026-11-01T12:00:00.000Z');
export const STARTS: Readonly<Record<LoadedPhase, number>> = { up: 8, down: 18, both: 28 };
const NOTHING = (): number => 0;
const TRIP = 20 * MILLISECOND;

function probes({ up = NOTHING, down = NOTHING, lostUp, lostDown, seconds = 38 }: Truth): TransportResult {
  const made = transportResult({ transport: 'udp', rate: 100, seconds });
  const places = Array.from({ length: seconds * 100 }, (_, i) => i);
  const fate = (i: number): string => (lostUp?.has(i) ? 'u' : lostDown?.has(i) ? 'n' : '.');
  const answered = (i: number, value: number): number | null => (fate(i) === '.' ? value : null);
  return {
    ...made,
    startedAt: new Date(START).toISOString(),
    durationSeconds: seconds,
    delivery: {
      probes: places.length,
      fates: runLengthCoded(Uint8Array.from(places, (i) => fate(i).charCodeAt(0))),
    },
    samples: {
      sent: places.map((i) => i * 10 * MILLISECOND),
      up: places.map((i) => answered(i, up(i / 100))),
      down: places.map((i) => answered(i, down(i / 100))),
      roundTrip: places.map((i) => answered(i, TRIP + up(i / 100) + down(i / 100))),
    },
  };
}

function rows(name: LoadedPhase, rate: (seconds: number) => number | null): IntervalRow[] {
  const [blank] = transportResult({ transport: 'tcp' }).intervals;
  return Array.from({ length: 32 }, (_, i) => {
    const bits = rate(i / 4);
    const bytes = bits === null ? null : bits / 4 / 8;
    return {
      ...blank!,
      startSeconds: i / 4,
      endSeconds: (i + 1) / 4,
      bytesUp: name === 'down' ? null : bytes,
      bytesDown: name === 'up' ? null : bytes,
    };
  });
}

export function runsOf(plan: LoadPlan, truth: Truth = {}): RunResult[] {
  const rate = truth.rate ?? (() => 9.6e6);
  const loads = loadsOf(plan).map((name) => {
    const spec = specOf(loadRequest(plan, name));
    const made = transportResult({ transport: 'tcp', seconds: 8 });
    const bits = rate(4);
    const load: TransportResult = {
      ...made,
      mode: name,
      startedAt: new Date(START + STARTS[name] * 1e3).toISOString(),
      durationSeconds: 8,
      goodput: { up: name === 'down' ? null : bits, down: name === 'up' ? null : bits },
      intervals: rows(name, rate),
      link: null,
    };
    const run = runResult([load], { spec, effective: null });
    truth.change?.(load, run);
    return run;
  });
  return [runResult([probes(truth)]), ...loads];
}
