/** The same run several times in turn: how much do its figures differ by themselves? */
import type { RunRequest } from '../../library/spec.ts';
import { median } from '../../result/compare/rank-test.ts';
import type { DocumentBase } from '../../result/document/experiment.ts';
import {
  REPEAT_SCHEMA,
  type RepeatBody,
  type RepeatDocument,
  type RepeatFigure,
} from '../../result/document/repeat.ts';
import type { RunResult } from '../../result/document/schema.ts';
import { metricFor, singly } from '../../result/metrics.ts';
import type { Experiment } from '../contract.ts';
import { medianInterval } from './median-interval.ts';

export interface RepeatPlan {
  readonly request: RunRequest;
  /** Runs to make, 2 at least. */
  readonly times: number;
}

/** The load, the percentiles and what was lost: by the names of `--assert`. */
const FIGURES = ['rate', 'goodput', 'p50', 'p90', 'p99', 'max', 'loss', 'jitter'] as const;

/** A link whose seed nobody chose loses other packets each time: the runs would else be one draw. */
function requestOf({ request }: RepeatPlan, at: number): RunRequest {
  const { impairment, seed } = request;
  if (impairment == null || seed !== undefined) return request;
  return { ...request, impairment: { ...impairment, seed: (impairment.seed + at) % 2 ** 32 } };
}

function figuresOf(runs: readonly RunResult[]): RepeatFigure[] {
  const transports = [...new Set(runs.flatMap((run) => run.transports.map(({ transport }) => transport)))];
  return transports.flatMap((transport) =>
    FIGURES.flatMap((figure) => singly(figure, modeOf(runs))).flatMap((metric) => {
      const { kind, values: read } = metricFor(metric)!;
      const values = runs.map(({ transports: all }) => {
        const one = all.find((result) => result.transport === transport);
        const figure = one === undefined ? null : read(one)[0];
        return typeof figure === 'number' ? figure : null;
      });
      const known = values.filter((figure) => figure !== null).sort((a, b) => a - b);
      if (known.length === 0) return [];
      const interval = known.length < values.length ? null : medianInterval(known);
      const extremes = { least: known[0]!, most: known[known.length - 1]! };
      return [{ transport, metric, kind, values, median: median(known), ...extremes, interval95: interval }];
    }),
  );
}

const modeOf = (runs: readonly RunResult[]): string => runs[0]?.spec.mode ?? '';

export const repeat: Experiment<RepeatPlan, RepeatBody> = {
  steps(plan, soFar) {
    const at = soFar.length;
    if (at >= plan.times) return null;
    const name = `${at + 1}`;
    return { name, runs: [{ name, request: requestOf(plan, at) }] };
  },
  verdict: (plan, runs) => ({
    planned: plan.times,
    made: runs.length,
    figures: figuresOf(runs.filter(({ ending }) => ending.status === 'completed')),
  }),
};

export const repeatDocument =
  ({ request, times }: RepeatPlan) =>
  (base: DocumentBase, runs: readonly RunResult[], body: RepeatBody): RepeatDocument => ({
    schema: REPEAT_SCHEMA,
    ...base,
    spec: { times, run: request },
    ...body,
    runs: [...runs],
    asserts: [],
  });
