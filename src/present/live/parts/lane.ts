/** The figures of one transport: counts, latency, directions, the generator's health. */

import type { Distribution } from '../../../result/document/schema.ts';
import type { LiveLatency } from '../../../result/events/events.ts';
import type { Canvas } from '../canvas.ts';
import type { Lane } from '../model/model.ts';
import { tallyOf } from '../model/tally.ts';
import { cell, line, type Span, widthOf } from '../text.ts';
import type { Style } from '../theme.ts';
import { isTooSlow } from './trust.ts';

const named = (name: string, value: string, style: Style = 'plain', gap = 3): Span[] => [
  [`${name} `, 'dim'],
  [value, style],
  ' '.repeat(gap),
];

export function laneTitle({ theme, words, columns }: Canvas, lane: Lane): string {
  const name = words.transport[lane.transport];
  const long = words.tagline[lane.transport];
  const fits = widthOf(name) + 2 + widthOf(long) <= columns;
  const tagline = fits ? long : words.taglineShort[lane.transport];
  return cell(theme, columns, [name, lane.transport], [`  ${tagline}`, 'dim']);
}

/** Delivered of sent, missing, and what it cost; what was sent is left out where there is no room for all. */
export function laneCounts({ theme, words, figures, columns }: Canvas, lane: Lane): string {
  const tally = tallyOf(lane);
  const f = words.figures;
  if (tally === null) return cell(theme, columns, [f.unknown, 'dim']);
  const share = tally.sent === 0 ? null : tally.missing / tally.sent;
  const missing = `${figures.count(tally.missing)}${tally.missing > 0 ? ` (${figures.percent(share)})` : ''}`;
  const delivered = figures.count(tally.answered);
  const entries: [string, string, Style][] = [
    [f.delivered, words.of(delivered, figures.count(tally.sent)), 'plain'],
    [f.missing, missing, tally.missing > 0 ? 'bad' : 'good'],
  ];
  if (lane.transport === 'tcp') {
    const { retransmits } = tally;
    entries.push([f.againShort, figures.count(retransmits), (retransmits ?? 0) > 0 ? 'warn' : 'plain']);
  }
  const width = (): number =>
    entries.reduce((sum, [name, value]) => sum + widthOf(name) + widthOf(value) + 3, -2);
  // What matters least goes first: what was sent, a long name, the share; then what the sentence below tells, too.
  if (width() > columns) entries[0]![1] = delivered;
  const again = entries[2];
  if (width() > columns && again !== undefined) again[0] = f.againTiny;
  if (width() > columns) entries[1]![1] = figures.count(tally.missing);
  if (width() > columns) entries.shift();
  return cell(theme, columns, ...entries.flatMap(([name, value, style]) => named(name, value, style, 2)));
}

/** `p50 … p99 … max …` of the whole run. */
export function laneLatency({ theme, words, figures, columns }: Canvas, lane: Lane): string {
  const total = latencyOf(lane);
  const gap = columns < 42 ? 2 : 3;
  const all: [string, string, Style][] = [
    ['p50', figures.time(total?.p50 ?? null), 'plain'],
    ['p99', figures.time(total?.p99 ?? null), 'plain'],
    [words.figures.max, figures.time(total?.max ?? null), 'strong'],
  ];
  const width = all.reduce((sum, [name, value]) => sum + widthOf(name) + widthOf(value) + 1 + gap, -gap);
  // The usual is what a narrow screen does without: the tail is what one compares.
  const shown = width > columns ? all.slice(1) : all;
  return cell(theme, columns, ...shown.flatMap(([name, value, style]) => named(name, value, style, gap)));
}

/** The result's figures once there are any, else the last snapshot's. */
export function latencyOf(lane: Lane): LiveLatency | Distribution | null {
  const { final } = lane;
  if (final === null) return lane.snapshot?.total ?? null;
  return final.latency.response ?? final.latency.service ?? final.connect;
}

/**
 * `offered 1,000/s  achieved 1,000/s  sent …`: the first line of a single transport. Where it is narrow, what matters
 * least is left out. One-way, nothing is answered, and the table tells what each direction misses.
 */
export function rateLine({ theme, words, figures, columns }: Canvas, lane: Lane, oneWay = false): string {
  const f = words.figures;
  const tally = tallyOf(lane);
  const { snapshot } = lane;
  const rate = lane.final?.rate ?? snapshot?.rate;
  const slow = isTooSlow(lane);
  const perSecond = (value: number | null): string =>
    value === null ? f.unknown : words.perSecond(figures.rate(value));
  const share = tally === null || tally.sent === 0 ? null : tally.missing / tally.sent;
  const missing = tally?.missing ?? null;
  const { offered = null, achieved = null } = rate ?? {};
  const some = (missing ?? 0) > 0;
  const missingText = `${figures.count(missing)}${some ? ` (${figures.percent(share)})` : ''}`;
  /** With the rank at which each is left out. */
  const all: (readonly [rank: number, name: string, value: string, style: Style])[] = [
    ...(offered === null ? [] : [[2, f.offered, perSecond(offered), 'plain'] as const]),
    ...(oneWay && achieved === null
      ? []
      : [[3, f.achieved, perSecond(achieved), slow ? 'bad' : 'good'] as const]),
  ];
  if (!oneWay)
    all.push(
      [4, f.sent, figures.count(tally?.sent ?? null), 'plain'],
      [1, f.answered, figures.count(tally?.answered ?? null), 'plain'],
      [5, f.missing, missingText, some ? 'bad' : missing === null ? 'plain' : 'good'],
    );
  if (lane.transport === 'tcp')
    all.push([3, f.againShort, figures.count(tally?.retransmits ?? null), 'plain']);
  const width = (entries: typeof all): number =>
    entries.reduce((sum, [, name, value]) => sum + widthOf(name) + widthOf(value) + 4, -3);
  let shown = all;
  for (let rank = 1; width(shown) > columns && rank < 5; rank++) shown = shown.filter(([own]) => own > rank);
  return line(theme, columns, ...shown.flatMap(([, name, value, style]) => named(name, value, style)));
}

const PERCENTILES = ['p50', 'p90', 'p99', 'p999', 'max'] as const;

/** Percentiles as two rows under one head: the whole run, and since the last snapshot. */
export function latencyTable({ theme, words, figures, columns }: Canvas, lane: Lane): string[] {
  const f = words.figures;
  const names = ['p50', 'p90', 'p99', words.p999, f.max];
  const kind = words.latencyKind[lane.snapshot?.latencyKind ?? 'response'];
  const head = Math.max(14, kind.length + 1);
  const wide = Math.max(8, Math.min(14, Math.floor((columns - head) / names.length)));
  const row = (name: string, values: readonly string[], style: Style): string =>
    line(
      theme,
      columns,
      [name.padEnd(head), 'dim'],
      ...values.map((value): Span => [value.padStart(wide), style]),
    );
  const values = (latency: LiveLatency | Distribution | null): string[] =>
    PERCENTILES.map((name) => figures.time(latency?.[name] ?? null));
  return [
    row(kind, names, 'dim'),
    row(f.wholeRun, values(latencyOf(lane)), 'strong'),
    row(f.now, values(lane.final === null ? (lane.snapshot?.recent ?? null) : null), 'plain'),
  ];
}
