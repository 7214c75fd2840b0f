/**
 * Gates on a result (contract, `--assert`). An unknown value never holds. A percentile whose rank over the probes that were
 * *due* falls among those that were never answered does not hold: nobody knows how long those would have taken. In mode both,
 * each direction must hold. Of a fleet that has lost an agent nothing is known of what that one measured.
 */

import type { AgentResult, AssertResult, RunResult, TransportResult } from '../document/schema.ts';
import type { Metric } from '../metrics.ts';
import { type Assertion, parseAssertion } from './assertions.ts';

/** Each expression with its value and whether it holds; one that cannot be read does not hold. */
export function judge(
  expressions: readonly string[],
  result: Pick<RunResult, 'transports'> & { readonly agents?: RunResult['agents'] },
): AssertResult[] {
  return expressions.map((expression) => {
    const assertion = parseAssertion(expression);
    return assertion === undefined
      ? { expression, value: null, holds: false }
      : judgeOne(assertion, result.transports, result.agents ?? []);
  });
}

interface Judged {
  readonly value: number | string | null;
  readonly holds: boolean;
}

function judgeOne(
  assertion: Assertion,
  transports: readonly TransportResult[],
  agents: readonly AgentResult[],
): AssertResult {
  const { expression, metric } = assertion;
  const judged = transports
    .filter(({ transport }) => assertion.transport === null || transport === assertion.transport)
    .flatMap((transport) =>
      metric.values(transport).map((measured) => {
        const value = isComplete(transport, agents) ? measured : null;
        return {
          value,
          holds: value !== null && !fallsAmongLost(metric, transport) && meets(assertion, value),
        };
      }),
    );
  return { expression, ...decisive(judged, assertion.operator.startsWith('<')) };
}

const isComplete = ({ transport }: TransportResult, agents: readonly AgentResult[]): boolean =>
  agents.every(({ transports, state }) => transports[transport]?.complete ?? state !== 'lost');

/** The value that decides: an unknown one, else one that does not hold, else the one nearest to the limit. */
export function decisive(judged: readonly Judged[], upper: boolean): Judged {
  const [first, ...others] = judged;
  if (first === undefined) return { value: null, holds: false };
  const { value } = others.reduce((a, b) => {
    if (a.value === null || b.value === null) return a.value === null ? a : b;
    if (a.holds !== b.holds) return a.holds ? b : a;
    return upper === a.value > b.value ? a : b;
  }, first);
  return { value, holds: judged.every(({ holds }) => holds) };
}

/** With 1 % never answered, the 99.5th percentile of what was due was not either. */
export function fallsAmongLost({ share }: Metric, { probes }: TransportResult): boolean {
  if (share === undefined || probes === null || probes.sent === 0) return false;
  const { sent, lost, open = 0, due } = probes;
  return Math.ceil(share * (due ?? sent) - 1e-9) > sent - lost - open;
}

/** Whether `value` alone satisfies the assertion. */
export function meets(
  { operator, limit }: Pick<Assertion, 'operator' | 'limit'>,
  value: number | string,
): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '=':
      return value === limit;
  }
}
