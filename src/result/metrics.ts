/** The figures of one transport by name: what `--assert` and comparisons can ask for. */

import type { TransportResult } from './document/schema.ts';
import { DIRECTED, type Kind, OF_ANSWERS, PERCENTILES, SOURCES, type Value, WHOLE } from './figures.ts';

export { type Kind, mainLatency, retransmitsOf } from './figures.ts';

export interface Metric {
  /** As docs/asserts.md writes it. */
  readonly name: string;
  readonly kind: Kind;
  /** Every one of these must hold: two in mode both and of an interval, else one. */
  readonly values: (result: TransportResult) => (number | string | null)[];
  /** Of a percentile: the share of probes below it, so that lost ones can be counted in. */
  readonly share?: number;
}

const known = (value: Value): number | string | null =>
  value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? null : value;

const allKnown = (value: Value | readonly Value[]): (number | string | null)[] =>
  Array.isArray(value) ? (value as readonly Value[]).map(known) : [known(value as Value)];

/** `loss.up` is `up.loss`. */
const canonical = (name: string): string => name.replace(/^(.+)\.(up|down)$/, '$2.$1');

export function metricFor(name: string): Metric | undefined {
  const own = canonical(name);
  if (Object.hasOwn(WHOLE, own)) {
    const [kind, read] = WHOLE[own]!;
    return { name: own, kind, values: (result) => allKnown(read(result)) };
  }
  return directed(own) ?? timed(own);
}

/** Names that have one value each: in mode both, those of the two directions. */
export const singly = (name: string, mode: string): string[] =>
  mode === 'both' && Object.hasOwn(DIRECTED, name) ? [`up.${name}`, `down.${name}`] : [name];

function directed(name: string): Metric | undefined {
  const [, side, figure] = /^(?:(up|down)\.)?(\w+)$/.exec(name) ?? [];
  if (figure === undefined || !Object.hasOwn(DIRECTED, figure)) return undefined;
  const [kind, whole, ofSide] = DIRECTED[figure]!;
  if (side !== undefined)
    return { name, kind, values: (result) => [known(ofSide(result, side as 'up' | 'down'))] };
  return {
    name,
    kind,
    values: (result) =>
      result.mode === 'both'
        ? [known(ofSide(result, 'up')), known(ofSide(result, 'down'))]
        : allKnown(whole(result)),
  };
}

function timed(name: string): Metric | undefined {
  const prefix = Object.keys(SOURCES).find((one) => one !== '' && name.startsWith(one)) ?? '';
  const figure = name.slice(prefix.length);
  const source = SOURCES[prefix]!;
  if (Object.hasOwn(PERCENTILES, figure)) {
    const [field, share] = PERCENTILES[figure]!;
    const values: Metric['values'] = (result) => [known(source(result)?.[field] as Value)];
    // Send lag is the generator's own: a lost probe had one too.
    return prefix === 'sendLag.' ? { name, kind: 'time', values } : { name, kind: 'time', values, share };
  }
  if (!Object.hasOwn(OF_ANSWERS, figure)) return undefined;
  return { name, kind: 'time', values: (result) => [known(source(result)?.[OF_ANSWERS[figure]!] as Value)] };
}

/** Every name, as docs/asserts.md writes it, with how its values are written. */
export function metricNames(): { readonly name: string; readonly kind: Kind }[] {
  const times = [...Object.keys(PERCENTILES), ...Object.keys(OF_ANSWERS)];
  return [
    ...Object.keys(SOURCES).flatMap((prefix) => times.map((figure) => `${prefix}${figure}`)),
    ...Object.keys(DIRECTED).flatMap((figure) => [figure, `up.${figure}`, `down.${figure}`]),
    ...Object.keys(WHOLE),
  ].map((name) => ({ name, kind: metricFor(name)!.kind }));
}
