/**
 * How far figures can be trusted: one function for screen, texts, page, JSON and gates. What raises a doubt is a warning
 * with a remedy; how much it weighs is told here. Shares of the figure decide, not limits of their own: a generator that
 * is late by 1 ms spoils a path of 2 ms and is nothing on one of 200.
 */
import type { Trust, Warning } from './document/schema.ts';

type Level = Trust['level'];

/** Of the mean of the slowest 1 % of the answers, ns: what was not the network's, and what nobody can tell. */
export interface Held {
  readonly generator: number;
  readonly blocked: number;
  readonly server: number;
  readonly unknown: number;
  /** All of it, the network's included. */
  readonly total: number;
}

/** What raises a doubt: a warning to be. */
export interface Doubt {
  readonly code: 'own-delay' | 'blocked-delay' | 'server-delay' | 'unknown-delay';
  readonly details: { readonly share: number; readonly time: number };
}

/** Less of the figure than this, or less time, is nobody's worry. */
const LEAST_SHARE = 0.05;
const LEAST_TIME = 1e6;
/** From here on the figure is more theirs than the network's. */
const MOSTLY = 0.5;

/** Who else than the network held the slowest answers; the one that held most is named. */
export function doubtsOf({ generator, blocked, server, unknown, total }: Held): Doubt[] {
  const doubt = (code: Doubt['code'], time: number): Doubt[] => {
    const share = total > 0 ? time / total : 0;
    if (!(time >= LEAST_TIME && share >= LEAST_SHARE)) return [];
    return [{ code, details: { share: Number(share.toPrecision(3)), time: Math.round(time) } }];
  };
  const most = Math.max(generator, blocked, server);
  const code = most === generator ? 'own-delay' : most === server ? 'server-delay' : 'blocked-delay';
  return [...doubt(code, generator + blocked + server), ...doubt('unknown-delay', unknown)];
}

/** Warnings that say something and limit no trust. */
const NOTES: ReadonlySet<string> = new Set([
  'counts-late',
  'counts-missing',
  'fragments',
  'limited',
  'notice',
  'option-differs',
  'option-ignored',
]);
/** What spoils the figures whatever its size. */
const SPOILS: ReadonlySet<string> = new Set(['ledger-contradicts', 'link-overrun', 'times-contradict']);

/** A hiccup is told; it limits trust where it hit so large a share of the probes (of the server's time). */
const STALLS: ReadonlySet<string> = new Set(['stalls', 'server-stalls']);
const HIT = 0.005;

function levelOf({ code, details = {} }: Pick<Warning, 'code' | 'details'>): Level {
  if (NOTES.has(code)) return 'good';
  // Nobody's is not somebody's: it may well have been the network.
  if (code === 'unknown-delay') return 'limited';
  if (SPOILS.has(code) || Number(details['share']) >= MOSTLY) return 'poor';
  if (STALLS.has(code)) return Number(details['hit'] ?? 0) >= HIT ? 'limited' : 'good';
  const short = code === 'generator-behind' && Number(details['achieved']) < 0.9 * Number(details['offered']);
  return short ? 'poor' : 'limited';
}

const ORDER: readonly Level[] = ['good', 'limited', 'poor'];
export const worstOf = (levels: readonly Level[]): Level =>
  ORDER[Math.max(0, ...levels.map((level) => ORDER.indexOf(level)))]!;

/** `because` names the warnings that decide, the weightiest first. */
export function trustOf(warnings: readonly Pick<Warning, 'code' | 'details'>[]): Trust {
  const doubted = warnings
    .map((warning) => ({ code: warning.code, level: levelOf(warning) }))
    .filter(({ level }) => level !== 'good')
    .sort((a, b) => ORDER.indexOf(b.level) - ORDER.indexOf(a.level));
  return {
    level: worstOf(doubted.map(({ level }) => level)),
    because: [...new Set(doubted.map(({ code }) => code))],
  };
}

/** Of a result; results of 0.1.0 do not say it. */
export const trustIn = (quality: {
  readonly trust?: Trust | undefined;
  readonly warnings: readonly Warning[];
}): Trust => quality.trust ?? trustOf(quality.warnings);
