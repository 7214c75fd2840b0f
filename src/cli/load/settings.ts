/** What was typed for `load`, read: the plan, and the gates. */
import { isIP } from 'node:net';
import { type LoadPlan, mostRate } from '../../experiment/load/plan.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { Target } from '../../result/spec.ts';
import { parseNumber, SECOND } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { type ImpairmentOptions, impairmentFrom, linkGiven, linkOption } from '../options/impairment.ts';
import { parseTarget } from '../options/target.ts';
import {
  choice,
  clash,
  congestionFrom,
  duration,
  optional,
  refuse,
  whole,
  within,
} from '../options/values.ts';
import type { LoadTyped } from './options.ts';

const USUAL_RATE = 100;
/** Fewer would be too few for a percentile. */
const LEAST_USUAL_RATE = 10;
const MOST_RATE = 1000;
const SHORTEST_PHASE = 3 * SECOND;
const LONGEST_PHASE = 600 * SECOND;
const MOST_STREAMS = 256;
/** A slow line with a full-grown queue: 120 ms of it. */
const USUAL_LINK = { bandwidth: '20M', delay: '10ms', queue: '300kB' };

/**
 * @param link of the lab that this process is in; undefined: it is in none
 * @throws SockbenchError `bad-option`, `bad-target`, `options-clash`
 */
export function loadPlanFrom(
  typed: string | undefined,
  options: LoadTyped,
  link: Impairment | undefined,
  words: Words,
): LoadPlan {
  const { allowed } = words.load;
  const { allowed: usual } = words.cli;
  const target = targetFrom(typed, words);
  requireFitting(options, target, words);
  const seed = whole('--seed', options.seed, 0, 2 ** 32 - 1, usual.seed) ?? link?.seed ?? randomSeed();
  const impairment = impairmentOf(options, target, link, seed, words);
  const direction =
    choice('--direction', options.direction, ['up', 'down', 'both', 'all'], allowed.direction) ?? 'all';
  const phase =
    optional('--phase', options.phase, () => phaseFrom(options.phase, allowed.phase), allowed.phase) ??
    8 * SECOND;
  const most = mostRate({ direction, phase });
  const rates = allowed.probeRate(String(Math.min(MOST_RATE, most)));
  const rate = within(parseNumber, 1, Math.min(MOST_RATE, most));
  return {
    target,
    direction,
    streams: whole('--streams', options.streams, 1, MOST_STREAMS, allowed.streams) ?? 4,
    phase,
    probeRate:
      optional('--probe-rate', options.probeRate, rate, rates) ?? Math.min(usualRate(impairment), most),
    congestionControl: congestionFrom(options.congestion, usual.congestion),
    impairment,
    common: commonFrom(options, seed, words),
  };
}

/** Probes are to take no more of a line than a twentieth, where its bandwidth is known: a probe of each transport, with headers. */
function usualRate(link: Impairment | null): number {
  const bandwidths = [link?.up.bandwidth, link?.down.bandwidth].filter((one) => one != null);
  const room = Math.min(...bandwidths) / 20 / (8 * PAIR_BYTES);
  return Math.round(Math.min(USUAL_RATE, Math.max(LEAST_USUAL_RATE, room)));
}
const PAIR_BYTES = 92 + 116;

const randomSeed = (): number => Math.floor(Math.random() * 2 ** 32);

function phaseFrom(text: string | undefined, allowed: string): number | undefined {
  const time = duration('--phase', text, SHORTEST_PHASE, allowed);
  return time === undefined || time > LONGEST_PHASE ? undefined : time;
}

function targetFrom(text: string | undefined, words: Words): Target | null {
  if (text === undefined) return null;
  const target = parseTarget(text);
  return target.scheme === 'sockbench' ? target : refuse('TARGET', text, words.load.allowed.onlyOurs);
}

/** @throws SockbenchError `options-clash` */
function requireFitting(options: LoadTyped, target: Target | null, { cli: { allowed } }: Words): void {
  if (options.ipv4 === true && options.ipv6 === true) clash('-4', '-6', allowed.oneFamily);
  if (options.json === true && options.jsonStream === true)
    clash('--json-stream', '--json', allowed.oneOutput);
  if (options.keyFile !== undefined && target === null)
    clash('--key-file', allowed.ownServer, allowed.ownServerKnows);
}

/** Without a target there is a link. @throws SockbenchError `options-clash` */
function impairmentOf(
  options: LoadTyped,
  target: Target | null,
  link: Impairment | undefined,
  seed: number,
  words: Words,
): Impairment | null {
  if (target === null && link !== undefined) return link;
  if (target !== null) {
    if (linkGiven(options)) clash(linkOption(options), target.host, words.cli.allowed.noTarget);
    return null;
  }
  const given: ImpairmentOptions = options.profile === undefined ? { ...USUAL_LINK, ...options } : options;
  return impairmentFrom(given, seed, words);
}

function commonFrom(options: LoadTyped, seed: number, { cli: { allowed } }: Words): LoadPlan['common'] {
  const engines = ['auto', 'portable', 'linux'] as const;
  const { bind } = options;
  return {
    seed,
    engine: choice('--engine', options.engine, engines, allowed.choice(engines.join(', '))) ?? 'auto',
    bind: bind === undefined ? null : isIP(bind) === 0 ? refuse('--bind', bind, allowed.address) : bind,
    family: options.ipv4 === true ? 4 : options.ipv6 === true ? 6 : 0,
    dscp: whole('--dscp', options.dscp, 0, 63, allowed.dscp) ?? null,
    ownNetwork: options.iOwnThisNetwork === true,
  };
}
