/**
 * Runs before against runs after. A change is claimed only where a rank test over repeated runs says so at 5 % over all
 * figures together (Bonferroni), so that looking at many figures does not make one of them "change" by chance.
 * Single runs cannot be judged: nothing in them tells how much two runs differ by themselves.
 */
import type { Transport } from '../../units.ts';
import type { RunResult, TransportResult } from '../document/schema.ts';
import { metricFor, singly } from '../metrics.ts';
import type { Comparison, ComparisonNote, FigureComparison, Run, RunReference } from './comparison.ts';
import { changeOf, judgeComparison } from './comparison-asserts.ts';
import { notesOf, notesOfSides } from './comparison-notes.ts';
import { conditionsOf } from './conditions.ts';
import { distinct } from './distinct.ts';
import { draws, type Sides } from './draws.ts';
import { identityOf } from './identity.ts';
import { hodgesLehmann, median, rankSumP, runsNeeded } from './rank-test.ts';

const ALPHA = 0.05;
/** As in the judgement of a run's quality. */
const REACHED = 0.99;

/** @param asserts gates on the comparison (comparison-asserts.ts) */
export function compareRuns(
  givenBefore: readonly Run[],
  givenAfter: readonly Run[],
  asserts: readonly string[] = [],
): Comparison {
  const [before, after] = [distinct(givenBefore), distinct(givenAfter)];
  const sides: Sides = [draws(before, after), draws(after, before)];
  const samples = (['tcp', 'udp'] as const).flatMap((transport) => samplesOf(transport, sides));
  const level = ALPHA / Math.max(1, samples.length);
  const figures = samples.map((sample) => compareFigure(sample, level));
  const twice = before.length < givenBefore.length || after.length < givenAfter.length;
  const notes: [ComparisonNote, boolean][] = [
    ['sameRun', twice],
    ['sameOnBothSides', distinct([...before, ...after]).length < before.length + after.length],
  ];
  return {
    schema: 'sockbench.comparison/1',
    before: before.map(referenceTo),
    after: after.map(referenceTo),
    figures,
    alpha: ALPHA,
    runsNeeded: runsNeeded(level),
    notes: [
      ...notes.filter(([, holds]) => holds).map(([note]) => note),
      ...notesOf([...before, ...after].map(({ result }) => result)),
      ...notesOfSides(before, after, sides, figures),
    ],
    asserts: judgeComparison(asserts, before, after),
  };
}

const referenceTo = ({ file, result }: Run): RunReference => ({
  file,
  startedAt: result.startedAt,
  command: result.command,
  identity: identityOf(result),
  conditions: conditionsOf(result),
});

type Sample = Pick<FigureComparison, 'transport' | 'metric' | 'kind' | 'before' | 'after'>;

function samplesOf(transport: Transport, [before, after]: Sides): Sample[] {
  const results = [...before, ...after].flat().flatMap(({ result }) => ofTransport(result, transport));
  return metricsOf(results).flatMap((metric) => {
    const { kind, values } = metricFor(metric)!;
    const known = (groups: Sides[number]): number[] =>
      groups.flatMap((runs) => {
        const figures = runs
          .flatMap(({ result }) => ofTransport(result, transport).flatMap(values))
          .filter((figure) => typeof figure === 'number');
        return figures.length === 0 ? [] : [median(figures)];
      });
    const sample = { transport, metric, kind, before: known(before), after: known(after) };
    return sample.before.length > 0 && sample.after.length > 0 ? [sample] : [];
  });
}

/** Few figures, because each one more asks for more runs: the load, two percentiles and the loss. */
function metricsOf(results: readonly TransportResult[]): string[] {
  const modes = new Set(results.map(({ mode }) => mode));
  // Two streams have nothing to do with each other.
  if (modes.has('both')) return ['goodput', 'loss'].flatMap((name) => singly(name, 'both'));
  if (modes.has('up') || modes.has('down')) return ['goodput', 'loss'];
  // A rate that was asked for and reached is no result: its last decimals may differ without meaning anything.
  const reached = results.every(
    ({ rate: { offered, achieved } }) => offered !== null && (achieved ?? 0) >= REACHED * offered,
  );
  return [...(reached ? [] : ['rate']), 'p50', 'p99', 'loss'];
}

const ofTransport = ({ transports }: RunResult, wanted: Transport): TransportResult[] =>
  transports.filter(({ transport }) => transport === wanted);

function compareFigure(sample: Sample, level: number): FigureComparison {
  const { before, after, metric } = sample;
  const [medianBefore, medianAfter] = [median(before), median(after)];
  const difference = medianAfter - medianBefore;
  const { estimate, interval } = hodgesLehmann(before, after, level)!;
  const p = interval === null ? null : rankSumP(before, after);
  // With ties the test, its interval and the medians need not agree; a claim wants all of them.
  const apart = interval !== null && (estimate > 0 ? interval[0] >= 0 : interval[1] <= 0);
  const agree = apart && estimate * difference > 0;
  const changed = p !== null && p <= level && agree;
  const verdict =
    p === null ? 'unjudged' : changed ? (estimate > 0 ? 'higher' : 'lower') : ('noChange' as const);
  return {
    ...sample,
    medianBefore,
    medianAfter,
    difference,
    change: changeOf(medianBefore, medianAfter),
    shift: estimate,
    interval,
    p,
    verdict,
    better: changed ? estimate > 0 === /rate|goodput/.test(metric) : null,
  };
}
