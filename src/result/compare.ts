/**
 * Runs before against runs after. A change is claimed only where a rank test over repeated runs says so at 5 % over all
 * figures together (Bonferroni), so that looking at many figures does not make one of them "change" by chance.
 * Single runs cannot be judged: nothing in them tells how much two runs differ by themselves.
 */
import type { Transport } from '../units.ts';
import type { Comparison, FigureComparison, Run, RunReference } from './comparison.ts';
import { notesOf, notesOfSides } from './comparison-notes.ts';
import { draws, type Sides } from './draws.ts';
import { metricFor } from './metrics.ts';
import { hodgesLehmann, median, rankSumP, runsNeeded } from './rank-test.ts';
import type { RunResult, TransportResult } from './schema.ts';

const ALPHA = 0.05;
/** As in the judgement of a run's quality. */
const REACHED = 0.99;

export function compareRuns(before: readonly Run[], after: readonly Run[]): Comparison {
  const sides: Sides = [draws(before, after), draws(after, before)];
  const samples = (['tcp', 'udp'] as const).flatMap((transport) => samplesOf(transport, sides));
  const level = ALPHA / Math.max(1, samples.length);
  const figures = samples.map((sample) => compareFigure(sample, level));
  const reference = ({ file, result: { startedAt, command } }: Run): RunReference => ({
    file,
    startedAt,
    command,
  });
  return {
    schema: 'sockbench.comparison/1',
    before: before.map(reference),
    after: after.map(reference),
    figures,
    alpha: ALPHA,
    runsNeeded: runsNeeded(level),
    notes: [
      ...notesOf([...before, ...after].map(({ result }) => result)),
      ...notesOfSides(before, after, sides, figures),
    ],
  };
}

type Sample = Pick<FigureComparison, 'transport' | 'metric' | 'kind' | 'before' | 'after'>;

/** Few figures, because each one more asks for more runs: the load, two percentiles and the loss. */
const METRICS = ['p50', 'p99', 'loss'] as const;
const HIGHER_IS_BETTER: ReadonlySet<string> = new Set(['rate', 'goodput']);

function samplesOf(transport: Transport, [before, after]: Sides): Sample[] {
  const results = [...before, ...after].flat().flatMap(({ result }) => ofTransport(result, transport));
  return [...loadMetrics(results), ...METRICS].flatMap((metric) => {
    const { kind, value } = metricFor(metric)!;
    const known = (groups: Sides[number]): number[] =>
      groups.flatMap((runs) => {
        const figures = runs
          .flatMap(({ result }) => ofTransport(result, transport).map(value))
          .filter((figure): figure is number => figure !== null);
        return figures.length === 0 ? [] : [median(figures)];
      });
    const sample = { transport, metric, kind, before: known(before), after: known(after) };
    return sample.before.length > 0 && sample.after.length > 0 ? [sample] : [];
  });
}

/** A rate that was asked for and reached is no result: its last decimals may differ without meaning anything. */
function loadMetrics(results: readonly TransportResult[]): ('goodput' | 'rate')[] {
  if (results.some(({ mode }) => mode === 'up' || mode === 'down' || mode === 'both')) return ['goodput'];
  const reached = results.every(
    ({ rate: { offered, achieved } }) => offered !== null && (achieved ?? 0) >= REACHED * offered,
  );
  return reached ? [] : ['rate'];
}

const ofTransport = ({ transports }: RunResult, wanted: Transport): TransportResult[] =>
  transports.filter(({ transport }) => transport === wanted);

function compareFigure(sample: Sample, level: number): FigureComparison {
  const { before, after, metric } = sample;
  const { estimate, interval } = hodgesLehmann(before, after, level)!;
  const p = interval === null ? null : rankSumP(before, after);
  // With ties the test and its interval need not agree; a claim wants both.
  const apart = interval !== null && (estimate > 0 ? interval[0] >= 0 : interval[1] <= 0);
  const changed = p !== null && p <= level && estimate !== 0 && apart;
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
