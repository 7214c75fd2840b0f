/**
 * Runs before against runs after. A change is claimed only where a rank test over repeated runs says so at 5 % over all
 * figures together (Bonferroni), so that looking at many figures does not make one of them "change" by chance.
 * Single runs cannot be judged: nothing in them tells how much two runs differ by themselves.
 */
import type { Transport } from '../units.ts';
import { type Kind, metricFor } from './metrics.ts';
import { hodgesLehmann, median, rankSumP, runsNeeded } from './rank-test.ts';
import type { RunResult, TransportResult } from './schema.ts';

const ALPHA = 0.05;

export type Verdict = 'higher' | 'lower' | 'noChange' | 'unjudged';

export interface FigureComparison {
  readonly transport: Transport;
  readonly metric: string;
  readonly kind: Kind;
  /** The figure of each run, in the order given; runs in which it is unknown are left out. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly medianBefore: number;
  readonly medianAfter: number;
  /** Hodges-Lehmann estimate of after − before. */
  readonly shift: number;
  /** Simultaneous 95 % interval of the shift; null where there are too few runs. */
  readonly interval: readonly [number, number] | null;
  /** Of the rank test, before the correction for many figures; null where there are too few runs. */
  readonly p: number | null;
  readonly verdict: Verdict;
  /** Whether the change is for the better; null where there is none, or it cannot be judged. */
  readonly better: boolean | null;
}

export type ComparisonNote = 'differentSpec' | 'differentHost' | 'incomplete' | 'saturated';

export interface Comparison {
  readonly schema: 'sockbench.comparison/1';
  readonly before: readonly RunReference[];
  readonly after: readonly RunReference[];
  readonly figures: readonly FigureComparison[];
  /** Error rate over all figures together. */
  readonly alpha: number;
  /** Runs on each side that a judgement needs at least, with so many figures. */
  readonly runsNeeded: number;
  readonly notes: readonly ComparisonNote[];
}

export interface RunReference {
  readonly file: string;
  readonly startedAt: string;
  readonly command: readonly string[];
}

export interface Run {
  readonly file: string;
  readonly result: RunResult;
}

export function compareRuns(before: readonly Run[], after: readonly Run[]): Comparison {
  const samples = (['tcp', 'udp'] as const).flatMap((transport) => samplesOf(transport, before, after));
  const level = ALPHA / Math.max(1, samples.length);
  const reference = ({ file, result: { startedAt, command } }: Run): RunReference => ({
    file,
    startedAt,
    command,
  });
  return {
    schema: 'sockbench.comparison/1',
    before: before.map(reference),
    after: after.map(reference),
    figures: samples.map((sample) => compareFigure(sample, level)),
    alpha: ALPHA,
    runsNeeded: runsNeeded(level),
    notes: notesOf([...before, ...after].map(({ result }) => result)),
  };
}

type Sample = Pick<FigureComparison, 'transport' | 'metric' | 'kind' | 'before' | 'after'>;

/** Few figures, because each one more asks for more runs: the load, two percentiles and the loss. */
const METRICS = ['p50', 'p99', 'loss'] as const;
const HIGHER_IS_BETTER: ReadonlySet<string> = new Set(['rate', 'goodput']);

function samplesOf(transport: Transport, before: readonly Run[], after: readonly Run[]): Sample[] {
  const pick = (runs: readonly Run[]): TransportResult[] =>
    runs.flatMap(({ result }) => result.transports.filter((candidate) => candidate.transport === transport));
  const [old, fresh] = [pick(before), pick(after)];
  const oneWay = [...old, ...fresh].some(({ mode }) => mode === 'up' || mode === 'down' || mode === 'both');
  return [oneWay ? 'goodput' : 'rate', ...METRICS].flatMap((metric) => {
    const { kind, value } = metricFor(metric)!;
    const known = (results: TransportResult[]): number[] =>
      results.map(value).filter((figure): figure is number => figure !== null);
    const sample = { transport, metric, kind, before: known(old), after: known(fresh) };
    return sample.before.length > 0 && sample.after.length > 0 ? [sample] : [];
  });
}

function compareFigure(sample: Sample, level: number): FigureComparison {
  const { before, after, metric } = sample;
  const { estimate, interval } = hodgesLehmann(before, after, level)!;
  const p = interval === null ? null : rankSumP(before, after);
  const changed = p !== null && p <= level && estimate !== 0;
  const verdict =
    p === null ? 'unjudged' : changed ? (estimate > 0 ? 'higher' : 'lower') : ('noChange' as const);
  return {
    ...sample,
    medianBefore: median(before),
    medianAfter: median(after),
    shift: estimate,
    interval,
    p,
    verdict,
    better: changed ? estimate > 0 === HIGHER_IS_BETTER.has(metric) : null,
  };
}

/** What makes the two sides hard to compare, whatever the figures say. */
function notesOf(results: readonly RunResult[]): ComparisonNote[] {
  const differ = (read: (result: RunResult) => unknown): boolean =>
    new Set(results.map((result) => JSON.stringify(read(result)))).size > 1;
  const notes: [ComparisonNote, boolean][] = [
    ['differentSpec', differ(loadOf)],
    ['differentHost', differ(({ host }) => [host.os, host.kernel, host.cpu, host.cores, host.runtime])],
    ['incomplete', results.some(({ ending }) => ending.status !== 'completed')],
    [
      'saturated',
      results.some(({ transports }) =>
        transports.some(({ quality }) => quality.generator.saturated === true),
      ),
    ],
  ];
  return notes.filter(([, holds]) => holds).map(([note]) => note);
}

/** What was asked of the path: seeds and times of day may differ between repetitions. */
function loadOf({ spec }: RunResult): unknown {
  const { transports, mode, clients, rate, arrivals, size, duration, count, threads, engine } = spec;
  const impairment = spec.impairment === null ? null : { ...spec.impairment, seed: 0 };
  return [transports, mode, clients, rate, arrivals, size, duration, count, threads, engine, impairment];
}
