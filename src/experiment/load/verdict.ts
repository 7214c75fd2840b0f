/** What the runs of a load say together: phases by direction, and a grade. Pure. */
import type { Samples } from '../../result/document/delay-schema.ts';
import {
  GRADES,
  type Grade,
  type LoadBody,
  type LoadedPhase,
  type Phase,
  type PhaseQueue,
  THRESHOLDS,
} from '../../result/document/load.ts';
import type { RunResult, TransportResult } from '../../result/document/schema.ts';
import { type Direction, SECOND } from '../../units.ts';
import { goodputFrom, rowsWithin, settledFrom } from './carried.ts';
import { addedOf, type Least, leastOf, lossOf, NOTHING_ADDED, onTimeIn, type Span } from './cut.ts';
import { isShortened, limitOf } from './filled.ts';
import { type LoadPlan, SETTLING } from './plan.ts';

/** One load on the probes' axis. */
interface Loaded {
  readonly name: LoadedPhase;
  readonly index: number;
  readonly run: RunResult;
  readonly load: TransportResult;
  readonly span: Span;
}

interface Probes {
  readonly run: RunResult;
  readonly udp: TransportResult;
  readonly samples: Samples | null;
  /** ns */
  readonly end: number;
}

export function loadVerdict(plan: LoadPlan, runs: readonly RunResult[]): LoadBody {
  const [run] = runs;
  const udp = run?.transports.find(({ transport }) => transport === 'udp');
  if (run === undefined || udp === undefined) return NOTHING;
  const probes = { run, udp, samples: udp.samples ?? null, end: udp.durationSeconds * SECOND };
  const loads = loadedIn(plan, runs, udp);
  const idle = { from: 0, to: Math.min(plan.phase, probes.end, ...loads.map(({ span }) => span.from)) };
  const least = probes.samples === null ? UNKNOWN_LEAST : leastOf(probes.samples, idle);
  const phases = [
    idlePhase(probes, idle, least),
    ...loads.map((one) => loadedPhase(plan, one, probes, least)),
  ];
  return {
    congestionControl: commonName(phases),
    phases,
    error: errorOf(probes, loads, least),
    grade: { up: gradeOf(phases, 'up'), down: gradeOf(phases, 'down'), both: gradeOf(phases, 'both') },
    thresholds: [...THRESHOLDS],
  };
}

const UNKNOWN_LEAST: Least = { up: Number.NaN, down: Number.NaN, roundTrip: Number.NaN };
const UNKNOWN_WAYS = { up: null, down: null };
const NOTHING: LoadBody = {
  congestionControl: null,
  phases: [],
  error: UNKNOWN_WAYS,
  grade: { up: null, down: null, both: null },
  thresholds: [...THRESHOLDS],
};

/** ns by which one part of a result began after another. */
function between(early: TransportResult, late: TransportResult): number {
  return (Date.parse(late.startedAt ?? '') - Date.parse(early.startedAt ?? '')) * 1e6;
}

function loadedIn(plan: LoadPlan, runs: readonly RunResult[], probes: TransportResult): Loaded[] {
  return runs.flatMap((run, index): Loaded[] => {
    const load = run.transports.find(({ transport }) => transport === 'tcp');
    if (index === 0 || load === undefined) return [];
    const from = between(probes, load);
    const lasted = Math.min(plan.phase, load.durationSeconds * SECOND);
    if (!Number.isFinite(from)) return [];
    return [{ name: load.mode as LoadedPhase, index, run, load, span: { from, to: from + lasted } }];
  });
}

const settledPart = ({ from, to }: Span): Span => ({ from: Math.min(to, from + SETTLING), to });

function partsOf(
  { udp, samples }: Probes,
  span: Span,
  least: Least,
): Pick<Phase, 'added' | 'loss' | 'onTime'> & {
  whole: Phase['whole']['added'];
} {
  const cut = (part: Span) => (samples === null ? NOTHING_ADDED : addedOf(samples, part, least));
  return {
    added: cut(settledPart(span)),
    loss: lossOf(udp, span),
    onTime: onTimeIn(udp, span),
    whole: cut(span),
  };
}

function idlePhase(probes: Probes, span: Span, least: Least): Phase {
  const { whole, ...parts } = partsOf(probes, span, least);
  return {
    name: 'idle',
    startSeconds: 0,
    seconds: span.to / SECOND,
    settledFromSeconds: null,
    settled: null,
    goodput: UNKNOWN_WAYS,
    ...parts,
    queue: null,
    tcp: UNKNOWN_WAYS,
    whole: { goodput: UNKNOWN_WAYS, added: whole },
    limitedBy: null,
    runs: [0],
  };
}

function loadedPhase(
  plan: LoadPlan,
  { name, index, run, load, span }: Loaded,
  probes: Probes,
  least: Least,
): Phase {
  const { whole, ...parts } = partsOf(probes, span, least);
  const start = span.from / SECOND;
  const seconds = (span.to - span.from) / SECOND;
  const settling = SETTLING / SECOND;
  const loads = { up: name !== 'down', down: name !== 'up' };
  const rows = rowsWithin(load.intervals, seconds);
  const goodput = {
    up: loads.up ? goodputFrom(rows, 'bytesUp', settling) : null,
    down: loads.down ? goodputFrom(rows, 'bytesDown', settling) : null,
  };
  const columns = [...(loads.up ? ['bytesUp' as const] : []), ...(loads.down ? ['bytesDown' as const] : [])];
  const settled = settledFrom(rows, columns);
  const told = columns.every((column) => rows.every((row) => row[column] !== null));
  return {
    name,
    startSeconds: start,
    seconds,
    settledFromSeconds: settled === null ? null : start + settled,
    settled: told ? settled !== null && settled <= seconds / 2 : null,
    goodput,
    ...parts,
    queue: queueOf(load),
    tcp: { up: loads.up ? witness(load, 'up') : null, down: loads.down ? witness(load, 'down') : null },
    whole: { goodput: load.goodput, added: whole },
    limitedBy: changedIn(probes.udp, start, seconds)
      ? 'changed'
      : shortened(run, probes, span)
        ? 'serverTime'
        : span.to - span.from < plan.phase - CUT
          ? 'cut'
          : limitOf({ run, load, goodput, added: parts.added }, linkAt(plan, probes.udp, start)),
    runs: [0, index],
  };
}

/** A load that lacks more of its time was ended by somebody, ns. */
const CUT = SECOND / 2;

/** The server ended the load, or the probes beside it, before their time. */
const shortened = (load: RunResult, { run, end }: Probes, { to }: Span): boolean =>
  isShortened(load) || (isShortened(run) && end < to);

/** Somebody turned the lab's link meanwhile. */
const changedIn = ({ link }: TransportResult, start: number, seconds: number): boolean =>
  (link?.changes ?? []).some(({ atSeconds }) => atSeconds > start && atSeconds < start + seconds);

const linkAt = ({ impairment }: LoadPlan, { link }: TransportResult, start: number): LoadPlan['impairment'] =>
  link?.changes.findLast(({ atSeconds }) => atSeconds <= start)?.impairment ?? impairment;

function queueOf({ link }: TransportResult): Phase['queue'] {
  if (link === null) return null;
  const side = (way: Direction): PhaseQueue | null => {
    const queue = link[way].queue ?? null;
    if (queue === null) return null;
    const { p50, p95, max } = queue.bytes;
    return { p50, p95, max, dropped: queue.full + queue.aqm, aqm: queue.aqm, marked: queue.marked };
  };
  return { up: side('up'), down: side('down') };
}

function witness({ tcp }: TransportResult, way: Direction): Phase['tcp']['up'] {
  const told = tcp?.[way] ?? null;
  if (told === null) return null;
  const { congestionControl, retransmits, rtt } = told;
  return { congestionControl, retransmits, rtt };
}

function commonName(phases: readonly Phase[]): string | null {
  const names = phases.flatMap(({ tcp }) => [tcp.up, tcp.down]).filter((one) => one !== null);
  const [first] = names;
  return first !== undefined && names.every((one) => one.congestionControl === first.congestionControl)
    ? first.congestionControl
    : null;
}

/** Between the least before the load and the least after all of it. */
function errorOf({ samples, end }: Probes, loads: readonly Loaded[], least: Least): LoadBody['error'] {
  const last = loads.at(-1);
  if (samples === null || last === undefined) return UNKNOWN_WAYS;
  // The queue empties first.
  const after = leastOf(samples, { from: last.span.to + SECOND / 2, to: end });
  const away = (way: Direction): number | null => {
    const distance = Math.abs(after[way] - least[way]);
    return Number.isNaN(distance) ? null : distance;
  };
  return { up: away('up'), down: away('down') };
}

/** The added p95 that counts for a phase, ns: of the loaded direction; of both, the worse one. */
export function judgedDelay(
  { name, added }: Phase,
  figure: keyof Phase['added']['up'] = 'p95',
): number | null {
  if (name === 'up' || name === 'down') return added[name][figure];
  const [up, down] = [added.up[figure], added.down[figure]];
  return up === null || down === null ? null : Math.max(up, down);
}

function gradeOf(phases: readonly Phase[], name: LoadedPhase): Grade {
  const phase = phases.find((one) => one.name === name);
  if (phase === undefined || phase.limitedBy !== null) return null;
  const delay = judgedDelay(phase);
  return delay === null ? null : GRADES[THRESHOLDS.filter((threshold) => delay >= threshold).length]!;
}
