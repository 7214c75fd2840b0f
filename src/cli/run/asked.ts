/** What a run command was asked for, as one value: after this nobody reads options. */
import { hostname } from 'node:os';
import type { Impairment } from '../../result/impairment.ts';
import type { RunSpec } from '../../result/spec.ts';
import { refuseIdleOptions } from '../../run/client/plan/idle-options.ts';
import { type LabClient, labFromEnvironment } from '../../run/lab/link/client.ts';
import type { Transport } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import type { CliContext } from '../context.ts';
import { aimsAtLab } from '../lab/target.ts';
import { impairmentFrom } from '../options/impairment.ts';
import { longNames, type ShortOptions } from '../options/iperf3.ts';
import { readKey } from '../options/key.ts';
import type { RunOptions } from '../options/run-options.ts';
import { specFrom } from '../options/spec.ts';
import { choice, clash, whole } from '../options/values.ts';
import { requireFreeFiles, type SaveOptions } from '../save.ts';
import { canDraw } from '../terminal.ts';

export type Format = 'text' | 'json' | 'json-stream' | 'csv';
export type UiKind = 'dashboard' | 'text' | 'none';

/** How it is shown, and what standard output carries. */
export interface Shown {
  readonly format: Format;
  readonly ui: 'auto' | UiKind;
  /** false: none, whatever the terminal can. */
  readonly color: boolean | undefined;
  /** The fates of packets in the JSON, too. */
  readonly packets: boolean;
}

export interface Asked {
  readonly spec: RunSpec;
  /** How many runs in turn; 1: one. */
  readonly times: number;
  /** Somebody chose the seed: runs in turn have the same. */
  readonly seeded: boolean;
  /** The lab that this process is in; its link is the run's own where there is no target. */
  readonly lab: LabClient | undefined;
  readonly key: Uint8Array | null;
  /** Who this is, for the screen of the server. */
  readonly name: string;
  readonly shown: Shown;
  readonly written: SaveOptions;
}

const MOST_TIMES = 1000;

/** @throws SockbenchError a misuse, before anything has started */
export function askedFrom(
  transports: readonly Transport[],
  typed: string | undefined,
  typedOptions: RunOptions & ShortOptions,
  context: CliContext,
): Asked {
  const { words, env } = context;
  const options = longNames(typedOptions, words);
  const lab = labFromEnvironment(env);
  const target = lab !== undefined && aimsAtLab(typed, lab) ? undefined : typed;
  // A target of its own inside the lab is somebody else's: its link is not ours to report.
  const link = lab !== undefined && target === undefined ? lab.impairment : linkFrom(options, words);
  const spec = specFrom(transports, target, options, link, words);
  // Which engine `auto` is, only the run finds out.
  refuseIdleOptions(spec, spec.engine === 'portable' || spec.mode === 'connect' ? 'portable' : 'linux');
  const times = whole('--repeat', options.repeat, 1, MOST_TIMES, words.cli.allowed.upTo(MOST_TIMES)) ?? 1;
  const shown = shownFrom(options, words);
  if (times > 1) refuseSingle(options, words);
  // Its own server is this process's child on loopback: there is nobody to prove anything to.
  const key = target === undefined ? null : readKey(options.keyFile, env);
  const written = writtenFrom(options, shown, context);
  const name = options.name ?? hostname();
  return { spec, times, seeded: options.seed !== undefined, lab, key, name, shown, written };
}

/** The files, each found free. */
export function writtenFrom(options: RunOptions, { format }: Shown, context: CliContext): SaveOptions {
  const { output, html, markdown, markdownAppend, junit, prometheus, force } = options;
  const written = { output, html, markdown, markdownAppend, junit, prometheus, force };
  requireFreeFiles(written, format === 'text' ? undefined : `--${format}`, context);
  return written;
}

/** The link that was asked for; its seed is the run's. */
function linkFrom(options: RunOptions, words: Words): Impairment | null {
  const seed = whole('--seed', options.seed, 0, 2 ** 32 - 1, words.cli.allowed.seed);
  return impairmentFrom(options, seed ?? Math.floor(Math.random() * 2 ** 32), words);
}

export const shownFrom = (options: RunOptions, words: Words): Shown => ({
  format: formatOf(options, words),
  ui:
    choice(
      '--ui',
      options.ui,
      ['auto', 'dashboard', 'text', 'none'],
      words.cli.allowed.choice('auto, dashboard, text, none'),
    ) ?? 'auto',
  color: options.color,
  packets: options.packets === true,
});

function formatOf({ json, jsonStream, csv, packets }: RunOptions, { cli: { allowed } }: Words): Format {
  const chosen = [
    json === true && 'json',
    jsonStream === true && 'json-stream',
    csv === true && 'csv',
  ].filter((name) => name !== false);
  if (chosen.length > 1) clash(`--${chosen[1]}`, `--${chosen[0]}`, allowed.oneOutput);
  if (packets === true && json !== true && jsonStream !== true)
    clash('--packets', allowed.withoutJson, allowed.packets);
  return (chosen[0] ?? 'text') as Format;
}

/** Of one run alone. */
function refuseSingle({ csv, prometheus }: RunOptions, { cli: { allowed } }: Words): void {
  const single = { csv, prometheus };
  for (const [name, value] of Object.entries(single))
    if (value !== undefined) clash(`--${name}`, '--repeat', allowed.oneRun);
}

export function wantsScreen({ ui, format }: Shown, context: CliContext): boolean {
  const asked = ui === 'dashboard' || (ui === 'auto' && context.stdin.isTTY === true && format === 'text');
  return asked && canDraw(context);
}

/** A terminal that cannot place text (`dumb`) gets lines, as a file does. */
export function uiKind(shown: Shown, context: CliContext): UiKind {
  const { stderr, words } = context;
  if (wantsScreen(shown, context)) return 'dashboard';
  if (shown.ui === 'auto') return 'text';
  if (shown.ui !== 'dashboard') return shown.ui;
  stderr.write(`${words.cli.status.noTerminal}\n`);
  return 'text';
}
