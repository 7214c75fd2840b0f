/** What was typed for `judge`, read: times, seed, file, cases. */
import { availableParallelism } from 'node:os';
import { casesFrom, type TypedLink } from '../../experiment/judge/case-file.ts';
import { CASE_NAMES, type Case, usualCases } from '../../experiment/judge/cases.ts';
import { safeText } from '../../safe-text.ts';
import { MILLISECOND, SECOND } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { type ImpairmentOptions, impairmentFrom } from '../options/impairment.ts';
import { choice, duration, refuse, whole } from '../options/values.ts';
import type { JudgeTyped } from './options.ts';
import { readSmall } from './read-small.ts';

const MOST_JOBS = 16;
const USUAL_JOBS = 4;
const LONGEST = 600 * SECOND;
const LARGEST_FILE = 16 * 2 ** 20;
const LARGEST_CASES = 2 ** 20;

export interface Settings {
  readonly seed: number;
  /** ms */
  readonly timeout: number;
  /** ms */
  readonly quiet: number;
  readonly jobs: number;
  readonly file: Uint8Array | null;
}

/** @throws SockbenchError `bad-option` */
export function settingsFrom(options: JudgeTyped, words: Words): Settings {
  const { allowed } = words.judge;
  const timeout = duration('--timeout', options.timeout, SECOND, allowed.timeout) ?? 60 * SECOND;
  if (timeout > LONGEST) refuse('--timeout', options.timeout!, allowed.timeout);
  const quiet = duration('--quiet', options.quiet, 100 * MILLISECOND, allowed.quiet) ?? 10 * SECOND;
  return {
    seed: whole('--seed', options.seed, 0, 2 ** 32 - 1, words.cli.allowed.seed) ?? 1,
    timeout: timeout / MILLISECOND,
    quiet: quiet / MILLISECOND,
    jobs:
      whole('--jobs', options.jobs, 1, MOST_JOBS, allowed.jobs) ??
      Math.min(USUAL_JOBS, availableParallelism()),
    file: options.file === undefined ? null : readSmall('--file', options.file, LARGEST_FILE, allowed.file),
  };
}

/** Those that were asked for, or all. @throws SockbenchError `bad-option` */
export function casesOf(options: JudgeTyped, settings: Settings, words: Words): Case[] {
  const { seed, file } = settings;
  const long = options.long === true || options.case?.includes('long') === true;
  const all =
    options.cases === undefined
      ? usualCases(seed, file, long)
      : ownCases(options.cases, { seed, file, long }, words);
  if (options.case === undefined) return all;
  const names = [
    ...new Set([...all.map(({ name }) => name), ...(options.cases === undefined ? CASE_NAMES : [])]),
  ];
  for (const name of options.case) choice('--case', name, names, words.judge.allowed.name(names.join(', ')));
  return all.filter(({ name }) => options.case!.includes(name));
}

function ownCases(
  path: string,
  use: Pick<Settings, 'seed' | 'file'> & { long: boolean },
  words: Words,
): Case[] {
  const { casesFile } = words.judge.allowed;
  const text = Buffer.from(readSmall('--cases', path, LARGEST_CASES, casesFile)).toString('utf8');
  const linkFrom = (typed: TypedLink, seed: number) =>
    // A field that is absent is an option that was not given.
    impairmentFrom(typed as ImpairmentOptions, seed, words);
  try {
    return casesFrom(text.replace(/^\ufeff/, ''), { ...use, linkFrom });
  } catch (error) {
    return refuse('--cases', path, casesFile(safeText((error as Error).message)));
  }
}

/** A line for each case: its name, and what it is about. */
export function listCases(cases: readonly Case[], words: Words): string {
  const width = Math.max(0, ...cases.map(({ name }) => name.length));
  const about = (name: string): string =>
    Object.hasOwn(words.judge.cases, name) ? words.judge.cases[name]! : '';
  return cases.map(({ name }) => `${safeText(name).padEnd(width)}  ${about(name)}\n`).join('');
}
