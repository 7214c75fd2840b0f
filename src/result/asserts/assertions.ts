/**
 * Reading `--assert`: NAME, an operator, VALUE, as docs/asserts.md describes them. A value has the unit of its figure, because
 * `p99<5` and `loss<1` would hold for ever, in silence. What cannot be read says why, so that the refusal can.
 */
import {
  parseBits,
  parseDuration,
  parseNumber,
  parseRatio,
  parseWhole,
  type Transport,
} from '../../units.ts';
import { WORDS } from '../figures.ts';
import { type Kind, type Metric, metricFor } from '../metrics.ts';

export type Operator = '<' | '<=' | '>' | '>=' | '=';

export interface Assertion {
  readonly expression: string;
  readonly transport: Transport | null;
  readonly metric: Metric;
  readonly operator: Operator;
  /** In the metric's own unit: ns, 0..1, bits per second, a number, or a word. */
  readonly limit: number | string;
}

/** Why an expression is none. */
export interface Problem {
  readonly why: 'form' | 'name' | 'equals' | 'onlyEquals' | 'value' | 'comparisonOnly';
  /** Of the value that was asked for; where the name is known. */
  readonly kind?: Kind;
  readonly value?: string;
  /** All that it could be. */
  readonly words?: readonly string[];
  /** Expressions that may have been meant. */
  readonly meant: readonly string[];
}

const FORM = /^\s*((?:(tcp|udp)\.)?([A-Za-z][A-Za-z0-9.]*))\s*(<=|>=|<|>|=)\s*(\S{1,40})\s*$/;
/** Of two groups of runs (see comparison-asserts.ts). */
export const COMPARED = /\.(change|difference)$/;

export function readAssertion(expression: string): Assertion | Problem {
  const match = FORM.exec(expression);
  if (match === null) return { why: 'form', meant: [] };
  const [, whole = '', transport, name = '', operator, value = ''] = match;
  if (COMPARED.test(name)) return { why: 'comparisonOnly', meant: [] };
  const metric = metricFor(name);
  if (metric === undefined)
    return { why: 'name', meant: namesLike(name).map((own) => `${own}${operator}${value}`) };
  const { kind } = metric;
  const problem = (why: Problem['why'], values: readonly string[]): Problem => ({
    why,
    kind,
    value,
    meant: values.map(
      (one) => `${whole}${why === 'equals' ? '<=' : why === 'onlyEquals' ? '=' : operator}${one}`,
    ),
  });
  if (operator === '=' && kind !== 'word' && kind !== 'count') return problem('equals', [value]);
  if (operator !== '=' && kind === 'word') return problem('onlyEquals', [value]);
  const limit = readValue(kind, value);
  if (limit === undefined) return problem('value', unitsFor(kind, value));
  const known = WORDS[metric.name];
  if (known !== undefined && !known.includes(value))
    return {
      ...problem(
        'value',
        known.filter((one) => one === value.toLowerCase()),
      ),
      words: known,
    };
  return {
    expression: expression.trim(),
    transport: (transport as Transport | undefined) ?? null,
    metric,
    operator: operator as Operator,
    limit,
  };
}

/** `undefined` where the text is no assertion. */
export function parseAssertion(expression: string): Assertion | undefined {
  const read = readAssertion(expression);
  return 'why' in read ? undefined : read;
}

/** A name that differs in capitals alone. */
const namesLike = (name: string): string[] =>
  [...new Set([name.toLowerCase(), name.toLowerCase().replace('sendlag', 'sendLag')])].filter(
    (own) => metricFor(own) !== undefined,
  );

export function readValue(kind: Kind, text: string): number | string | undefined {
  switch (kind) {
    case 'time':
      return parseDuration(text);
    case 'ratio':
      return parseRatio(text);
    case 'bits':
      return /^\d+$/.test(text) && Number(text) !== 0 ? undefined : parseBits(text);
    case 'rate':
      return parseNumber(text);
    case 'count':
      return parseWhole(text);
    case 'word':
      return /^[A-Za-z][\w-]*$/.test(text) ? text : undefined;
  }
}

const UNITS: Readonly<Record<Kind, readonly string[]>> = {
  time: ['ms', 's'],
  ratio: ['%'],
  bits: ['k', 'M'],
  rate: [],
  count: [],
  word: [],
};

/** A bare number with the units that it may have been meant to have. */
export const unitsFor = (kind: Kind, value: string): string[] =>
  UNITS[kind].map((unit) => `${value}${unit}`).filter((one) => readValue(kind, one) !== undefined);
