/**
 * `--assert`: gates on a result (contract). `p99<5ms`, `service.p99<5ms`, `loss<1%`, `up.loss<0.1%`, `goodput>100M`,
 * `achieved>99%`; `tcp.` or `udp.` before the name picks a transport, else it must hold for each that was measured.
 *
 * An unknown value never holds. A percentile whose rank over the *sent* probes falls among the lost does not hold:
 * nobody knows how long those would have taken.
 */
import { parseBits, parseDuration, parseNumber, parseRatio, type Transport } from '../units.ts';
import { type Kind, metricFor } from './metrics.ts';
import type { AssertResult, RunResult, TransportResult } from './schema.ts';

type Operator = '<' | '<=' | '>' | '>=';

export interface Assertion {
  readonly expression: string;
  readonly transport: Transport | null;
  readonly metric: string;
  readonly operator: Operator;
  /** In the metric's own unit: ns, 0..1, bits per second, or a number. */
  readonly limit: number;
}

const FORM = /^\s*(?:(tcp|udp)\.)?([A-Za-z][A-Za-z0-9.]*)\s*(<=|>=|<|>)\s*(\S{1,40})\s*$/;

/** `undefined` where the text is no assertion. */
export function parseAssertion(expression: string): Assertion | undefined {
  const match = FORM.exec(expression);
  if (match === null) return undefined;
  const metric = metricFor(match[2]!);
  const limit = metric === undefined ? undefined : readLimit(metric.kind, match[4]!);
  if (limit === undefined) return undefined;
  return {
    expression: expression.trim(),
    transport: (match[1] as Transport | undefined) ?? null,
    metric: match[2]!,
    operator: match[3] as Operator,
    limit,
  };
}

function readLimit(kind: Kind, text: string): number | undefined {
  switch (kind) {
    case 'time':
      return parseDuration(text);
    case 'ratio':
      return parseRatio(text);
    case 'bits':
      return parseBits(text);
    case 'number':
      return parseNumber(text);
  }
}

/** Each expression with its value and whether it holds; one that cannot be read does not hold. */
export function judge(expressions: readonly string[], result: Pick<RunResult, 'transports'>): AssertResult[] {
  return expressions.map((expression) => {
    const assertion = parseAssertion(expression);
    return assertion === undefined
      ? { expression, value: null, holds: false }
      : judgeOne(assertion, result.transports);
  });
}

function judgeOne(assertion: Assertion, transports: readonly TransportResult[]): AssertResult {
  const asked = transports.filter(
    ({ transport }) => assertion.transport === null || transport === assertion.transport,
  );
  const judged = asked.map((transport) => judgeTransport(assertion, transport));
  const { expression } = assertion;
  if (judged.length === 0) return { expression, value: null, holds: false };
  // The value that decides: an unknown one, else one that does not hold, else the one nearest to the limit.
  const upper = assertion.operator.startsWith('<');
  const worst = judged.reduce((a, b) => {
    if (a.value === null || b.value === null) return a.value === null ? a : b;
    if (a.holds !== b.holds) return a.holds ? b : a;
    return upper === a.value > b.value ? a : b;
  });
  return { expression, value: worst.value, holds: judged.every(({ holds }) => holds) };
}

function judgeTransport(
  assertion: Assertion,
  transport: TransportResult,
): { value: number | null; holds: boolean } {
  const metric = metricFor(assertion.metric)!;
  const value = metric.value(transport);
  if (value === null || !Number.isFinite(value)) return { value: null, holds: false };
  if (metric.share !== undefined && fallsAmongLost(metric.share, transport)) return { value, holds: false };
  return { value, holds: meets(assertion, value) };
}

/** With 1 % lost, the 99.5th percentile of what was sent was never answered. */
function fallsAmongLost(share: number, { probes }: TransportResult): boolean {
  if (probes === null || probes.sent === 0) return false;
  return Math.ceil(share * probes.sent - 1e-9) > probes.sent - probes.lost;
}

/** Whether `value` alone satisfies the assertion. */
export function meets({ operator, limit }: Assertion, value: number): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
  }
}
