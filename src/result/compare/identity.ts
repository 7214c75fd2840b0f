/**
 * What a run was, in words that do not change with language, day or machine: where it went, over what, and under which
 * load. Readers of many files (JUnit, OpenMetrics) tell runs apart by it, and find the same one again the next time.
 */

import type { LoadDocument } from '../document/load.ts';
import type { RunResult } from '../document/schema.ts';
import { type DirectionImpairment, NO_IMPAIRMENT } from '../impairment.ts';

export interface Identity {
  /** `192.0.2.7:5000` as it was asked for; `own` for a server of the run's own. */
  readonly target: string;
  /** `tcp`, `udp`, `tcp+udp` */
  readonly transports: string;
  readonly mode: string;
  /** `rate=1000 size=64 clients=1`, and the link where there was one. */
  readonly load: string;
}

export function identityOf({ spec, effective }: RunResult): Identity {
  const { target, transports, mode, clients, count, duration } = spec;
  const of = (
    values: Readonly<Record<string, number | string>> | undefined,
    asked: number | string | null,
  ): string =>
    values === undefined ? `${asked ?? 'default'}` : [...new Set(Object.values(values))].join('+');
  return {
    target: targetName(target),
    transports: transports.join('+'),
    mode,
    load: [
      `rate=${of(effective?.rate, spec.rate)}`,
      `size=${of(effective?.size, spec.size)}`,
      `clients=${clients}`,
      ...(count === null ? [] : [`count=${count}`]),
      ...(duration === null ? [] : [`seconds=${duration / 1e9}`]),
      ...linkOf(spec.impairment),
    ].join(' '),
  };
}

/** See {@link Identity.target}. */
function targetName(target: RunResult['spec']['target']): string {
  if (target === null) return 'own';
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  return `${target.scheme === 'sockbench' ? '' : `${target.scheme}://`}${host}:${target.port}`;
}

/** Of latency under load; which transports and modes it is made of is always the same. */
export const identityOfLoad = ({
  spec,
}: Pick<LoadDocument, 'spec'>): Pick<Identity, 'target' | 'mode' | 'load'> => ({
  target: targetName(spec.target),
  mode: 'load',
  load: [
    `direction=${spec.direction}`,
    `streams=${spec.streams}`,
    `seconds=${spec.phase / 1e9}`,
    `rate=${spec.probeRate}`,
    ...(spec.congestionControl === null ? [] : [`congestion=${spec.congestionControl}`]),
    ...linkOf(spec.impairment),
  ].join(' '),
});

function linkOf(impairment: RunResult['spec']['impairment']): string[] {
  if (impairment === null) return [];
  const [up, down] = [directionOf(impairment.up), directionOf(impairment.down)];
  const what = up === down ? up : `up ${up} down ${down}`;
  return [`link=${impairment.profile ?? ''}${what === '' && impairment.profile === null ? 'perfect' : what}`];
}

/** What is not as on a perfect link. */
const directionOf = (one: DirectionImpairment): string =>
  Object.entries(one)
    .filter(([name, value]) => value !== undefined && plain(value) !== plain(PERFECT[name] ?? null))
    .map(([name, value]) => `${name}:${TIMES.has(name) ? `${Number(value) / 1e6}ms` : plain(value)}`)
    .join(',');

const TIMES: ReadonlySet<string> = new Set(['delay', 'jitter']);
const plain = (value: unknown): string => JSON.stringify(value).replace(/["{}]/g, '');

const PERFECT: Readonly<Record<string, unknown>> = NO_IMPAIRMENT;

/** One segment of a dotted name: letters, digits and strokes. */
export const slug = (text: string): string =>
  text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'none';
