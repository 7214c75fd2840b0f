/** Gates on a load: `up.added.p95<50ms`, `both.goodput>8M`, `down.loss.up<1%`, `trust=good`. An unknown value never holds. Pure. */

import { type LoadDocument, type Phase, probesOf } from '../document/load.ts';
import type { AssertResult } from '../document/schema.ts';
import type { Kind } from '../metrics.ts';
import { trustIn } from '../trust.ts';
import { type Assertion, type Problem, readValue, unitsFor } from './assertions.ts';
import { decisive, meets } from './thresholds.ts';

/** What is judged. */
export type Judged = Pick<LoadDocument, 'phases' | 'runs'>;
type Value = number | string | null;

export interface LoadAssertion extends Pick<Assertion, 'expression' | 'operator' | 'limit'> {
  readonly kind: Kind;
  /** Each must hold: of both directions where the name is of none. */
  readonly values: (load: Judged) => readonly Value[];
}

const FORM = /^\s*([A-Za-z][A-Za-z0-9.]*)\s*(<=|>=|<|>|=)\s*(\S{1,40})\s*$/;
const NAME =
  /^(idle|up|down|both)\.(?:added(?:\.(up|down|roundTrip))?\.(p50|p95|p99|max)|(goodput|loss)(?:\.(up|down))?)$/;

type Figured = Pick<LoadAssertion, 'kind' | 'values'>;

/** undefined: there is no such figure. */
function figureOf(name: string): Figured | undefined {
  // Of the probes, of which all delays and losses are made.
  if (name === 'trust') return { kind: 'word', values: (load) => [trustOfProbes(load)] };
  const named = NAME.exec(name);
  if (named === null) return undefined;
  const [phase, way, figure, other, side] = named.slice(1);
  const kind: Kind = figure !== undefined ? 'time' : other === 'loss' ? 'ratio' : 'bits';
  const read = (of: Phase): readonly Value[] =>
    figure !== undefined
      ? addedIn(of, way as Way | undefined, figure as Figure)
      : otherIn(of, other as 'goodput' | 'loss', side as Side | undefined);
  return { kind, values: ({ phases }) => phases.filter((one) => one.name === phase).flatMap(read) };
}

function trustOfProbes(load: Judged): Value {
  const probes = probesOf(load);
  return probes === undefined ? null : trustIn(probes.quality).level;
}

export function readLoadAssertion(expression: string): LoadAssertion | Problem {
  const match = FORM.exec(expression);
  if (match === null) return { why: 'form', meant: [] };
  const [, name = '', operator, value = ''] = match;
  const figure = figureOf(name);
  if (figure === undefined) return { why: 'name', meant: [] };
  const { kind, values } = figure;
  const meant = (values: readonly string[], sign = operator): string[] =>
    values.map((one) => `${name}${sign}${one}`);
  if (operator === '=' && kind !== 'word') return { why: 'equals', kind, value, meant: meant([value], '<=') };
  if (operator !== '=' && kind === 'word')
    return { why: 'onlyEquals', kind, value, meant: meant([value], '=') };
  const limit = readValue(kind, value);
  if (limit === undefined) return { why: 'value', kind, value, meant: meant(unitsFor(kind, value)) };
  return {
    expression: expression.trim(),
    kind,
    operator: operator as Assertion['operator'],
    limit,
    values,
  };
}

type Way = keyof Phase['added'];
type Figure = keyof Phase['added']['up'];
type Side = 'up' | 'down';

/** The direction that is loaded; in both phases without one, each. */
const sidesOf = ({ name }: Phase): readonly Side[] =>
  name === 'up' || name === 'down' ? [name] : ['up', 'down'];

const addedIn = (phase: Phase, way: Way | undefined, figure: Figure): (number | null)[] =>
  way === undefined ? sidesOf(phase).map((side) => phase.added[side][figure]) : [phase.added[way][figure]];

function otherIn(phase: Phase, what: 'goodput' | 'loss', side: Side | undefined): (number | null)[] {
  const sides = side !== undefined ? [side] : what === 'loss' ? (['up', 'down'] as const) : sidesOf(phase);
  return sides.map((one) => (what === 'loss' ? phase.loss[one].ratio : phase.goodput[one]));
}

export function judgeLoad(expressions: readonly string[], load: Judged): AssertResult[] {
  return expressions.map((expression) => {
    const assertion = readLoadAssertion(expression);
    if ('why' in assertion) return { expression, value: null, holds: false };
    const judged = assertion
      .values(load)
      .map((value) => ({ value, holds: value !== null && meets(assertion, value) }));
    return { expression, ...decisive(judged, assertion.operator.startsWith('<')) };
  });
}

/** Of a value that is shown. */
export function kindOfLoad(expression: string): Kind | undefined {
  const read = readLoadAssertion(expression);
  return 'why' in read ? undefined : read.kind;
}
