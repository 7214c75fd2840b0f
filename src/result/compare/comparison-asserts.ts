/**
 * Gates on a comparison: `p99.change<10%` is how far the median of the runs after lies from that of the runs before, as a share
 * of that; `p99.difference<2ms` the same in the figure's own unit. Any figure of docs/asserts.md that is a number may be asked
 * for. Where a figure is unknown in any run, or a percentile of it lies among the lost, the change is unknown and nothing holds.
 */
import type { Transport } from '../../units.ts';
import { COMPARED, type Operator, type Problem, readValue } from '../asserts/assertions.ts';
import { decisive, fallsAmongLost, meets } from '../asserts/thresholds.ts';
import type { AssertResult } from '../document/schema.ts';
import { type Kind, type Metric, metricFor } from '../metrics.ts';
import type { Run } from './comparison.ts';
import { median } from './rank-test.ts';

export interface ComparisonAssertion {
  readonly expression: string;
  readonly transport: Transport | null;
  readonly metric: Metric;
  readonly of: 'change' | 'difference';
  readonly operator: Operator;
  /** Of a change a share, which may be negative or beyond 1; of a difference in the metric's own unit. */
  readonly limit: number;
}

const FORM =
  /^\s*(?:(tcp|udp)\.)?([A-Za-z][A-Za-z0-9.]*)\.(change|difference)\s*(<=|>=|<|>)\s*([+-]?)(\S{1,40})\s*$/;

export function readComparisonAssertion(expression: string): ComparisonAssertion | Problem {
  const match = FORM.exec(expression);
  if (match === null) return { why: 'form', meant: meantBy(expression) };
  const [, transport, name = '', of, operator, sign, value = ''] = match;
  const metric = metricFor(name);
  if (metric === undefined || metric.kind === 'word') return { why: 'name', meant: [] };
  const limit = of === 'change' ? share(value) : readValue(metric.kind, value);
  if (typeof limit !== 'number')
    return { why: 'value', kind: of === 'change' ? 'ratio' : metric.kind, value, meant: [] };
  return {
    expression: expression.trim(),
    transport: (transport as Transport | undefined) ?? null,
    metric,
    of: of as ComparisonAssertion['of'],
    operator: operator as Operator,
    limit: sign === '-' ? -limit : limit,
  };
}

/** An assert on a single run, such as `p99<10%`, was meant to be one on its change. */
function meantBy(expression: string): string[] {
  const [, name, rest] = /^\s*([A-Za-z][A-Za-z0-9.]*)\s*([<>]=?.*)$/.exec(expression) ?? [];
  if (name === undefined || COMPARED.test(name)) return [];
  const meant = `${name}.change${rest!.trim()}`;
  return FORM.test(meant) && meant.endsWith('%') ? [meant] : [];
}

/** `10%`, `250%`: unlike a share of something, a change has no end. */
function share(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  return match === null ? (text === '0' ? 0 : undefined) : Number(match[1]) / 100;
}

export function judgeComparison(
  expressions: readonly string[],
  before: readonly Run[],
  after: readonly Run[],
): AssertResult[] {
  return expressions.map((expression) => {
    const assertion = readComparisonAssertion(expression);
    if ('why' in assertion) return { expression, value: null, holds: false };
    const transports = (['tcp', 'udp'] as const).filter(
      (one) => assertion.transport === null || one === assertion.transport,
    );
    const judged = transports
      .flatMap((transport) => valuesOf(assertion, transport, before, after))
      .map((value) => ({ value, holds: value !== null && meets(assertion, value) }));
    return { expression, ...decisive(judged, assertion.operator.startsWith('<')) };
  });
}

/** One for each direction that the figure has; none where neither side measured the transport. */
function valuesOf(
  { metric, of }: ComparisonAssertion,
  transport: Transport,
  before: readonly Run[],
  after: readonly Run[],
): (number | null)[] {
  const sides = [before, after].map((runs) =>
    runs.map(({ result }) => {
      const measured = result.transports.find((one) => one.transport === transport);
      if (measured === undefined) return null;
      return fallsAmongLost(metric, measured) ? [null] : metric.values(measured);
    }),
  );
  const [old = [], fresh = []] = sides;
  if ([...old, ...fresh].every((values) => values === null)) return [];
  const columns = Math.max(...[...old, ...fresh].map((values) => values?.length ?? 1));
  return Array.from({ length: columns }, (_, at) => {
    const [a, b] = [medianAt(old, at), medianAt(fresh, at)];
    if (a === null || b === null) return null;
    return of === 'change' ? changeOf(a, b) : b - a;
  });
}

/** null where any is unknown. */
function medianAt(runs: readonly (readonly (number | string | null)[] | null)[], at: number): number | null {
  const numbers = runs.map((values) => values?.[at]).filter((value) => typeof value === 'number');
  return numbers.length === runs.length && numbers.length > 0 ? median(numbers) : null;
}

/** null where there is no share: from nothing to something. */
export function changeOf(before: number, after: number): number | null {
  if (before === after) return 0;
  return before === 0 ? null : (after - before) / Math.abs(before);
}

/** How the value of an assert on a comparison is written. */
export function kindOfComparison(expression: string): Kind | undefined {
  const assertion = readComparisonAssertion(expression);
  if ('why' in assertion) return undefined;
  return assertion.of === 'change' ? 'ratio' : assertion.metric.kind;
}
