/** The last lines of a screen: warnings, the sentence of the moment, the keys. */

import { sayWarning } from '../../shared/sentences.ts';
import { fold } from '../../terminal/fold.ts';
import type { Canvas } from '../canvas.ts';
import type { RunModel } from '../model/model.ts';
import type { UiState } from '../model/ui.ts';
import { anyLoss, failureOf, suggestionFor, summarySentences } from '../sentences.ts';
import { line, type Span, widthOf, wrap } from '../text.ts';

/** What the screen offers, and what it is about to do by itself. */
export interface Offers {
  readonly canTurn: boolean;
  readonly canSave: boolean;
  /** Loopback has nothing to show: a key runs the same over a link that has. */
  readonly canTry: boolean;
  /** Seconds until the finished picture leaves; null while it stays. */
  readonly leavesIn: number | null;
}

/**
 * The sentences that tell what is seen, on at most `most` lines. What the transports say together is left out whole where it
 * does not fit; of what each did, the beginning is worth more than nothing.
 */
export function summaryLines(canvas: Canvas, model: RunModel, most: number): string[] {
  const { theme, columns } = canvas;
  const failed = failureOf(canvas, model) !== null;
  const said = summarySentences(canvas, model);
  const fits = (count: number): boolean => fold(said.slice(0, count).join(' '), columns - 2).length <= most;
  let count = said.length;
  while (count > model.lanes.length && !fits(count)) count--;
  const lines = wrap(said.slice(0, count).join(' '), columns - 2, most);
  return lines.map((text) =>
    line(
      theme,
      columns,
      [`${theme.glyphs.wall} `, failed ? 'bad' : 'good'],
      [text, failed ? 'bad' : 'strong'],
    ),
  );
}

/** Warnings of all transports, each once, worst first as the run gives them. */
export function warningLines(canvas: Canvas, model: RunModel, most: number): string[] {
  const { theme, allWords, columns } = canvas;
  const seen = new Map<string, string>();
  for (const lane of model.lanes)
    for (const warning of lane.final?.quality.warnings ?? lane.snapshot?.warnings ?? []) {
      const { message, remedy } = sayWarning(warning, allWords);
      seen.set(warning.code, remedy === null ? message : `${message} ${remedy}`);
    }
  const lines: string[] = [];
  for (const [at, text] of [...seen.values()].entries()) {
    // Each gets a line before the first one gets a second.
    const others = Math.min(seen.size, most) - at - 1;
    const own = wrap(text, columns - 2, Math.max(1, most - lines.length - others));
    if (lines.length + own.length > most) break;
    lines.push(
      ...own.map((part, row) =>
        line(theme, columns, [row === 0 ? `${theme.glyphs.alert} ` : '  ', 'warn'], [part, 'warn']),
      ),
    );
  }
  return lines;
}

/** Where loopback has nothing to show: what to type instead, and the key that does it. */
export function suggestionLine(canvas: Canvas, model: RunModel, offers: Offers): string | null {
  const command = suggestionFor(model);
  if (command === null) return null;
  const { theme, words, columns } = canvas;
  const { loopback, suggestion } = words.happened;
  const why = anyLoss(model) ? '' : `${loopback} `;
  const key: Span[] = offers.canTry ? [[' t ', 'inverse'], ' '] : [];
  // A command that is cut short is none to paste.
  const whole = widthOf(suggestion(command)) + (offers.canTry ? 4 : 0) <= columns;
  if (!whole) return offers.canTry ? line(theme, columns, ...key, [words.keys.try, 'warn']) : null;
  const fits = why !== '' && widthOf(why) + 4 + widthOf(suggestion(command)) <= columns;
  return line(theme, columns, ...(fits ? [[why, 'dim'] as const] : []), ...key, [
    suggestion(command),
    'warn',
  ]);
}

export function keysLine(canvas: Canvas, model: RunModel, ui: UiState, offers: Offers): string {
  const { theme, words, figures, columns } = canvas;
  const k = words.keys;
  if (ui.notice !== null) return line(theme, columns, [ui.notice, 'strong']);
  if (ui.ending && model.phase !== 'ended') return line(theme, columns, [k.ending, 'strong']);
  const save: Key[] = offers.canSave ? [['s', k.save]] : [];
  // What a screen does not show of a run is reached by these, where nothing moves.
  const along: Key[] = model.lanes.some(({ strip }) => strip.fates !== '') ? [['< > w', k.along]] : [];
  if (model.phase === 'ended') {
    const closing = offers.leavesIn === null ? '' : k.closes(figures.seconds(offers.leavesIn * 1e9));
    const stay: Key[] = ui.stays ? [] : [['p', k.stay]];
    const keys: Key[] = [['q', k.leave], ...stay, ...save, ['?', k.help], ...along];
    return line(theme, columns, ...keySpans(keys, columns - widthOf(closing)), closing);
  }
  const turns: Key[] = offers.canTurn
    ? [
        ['l/L', k.loss],
        ['d/D', k.delay],
        ['j/J', k.jitter],
      ]
    : [];
  const keys: Key[] = [
    ['q', k.quit],
    ['p', ui.paused ? k.resume : k.pause],
    ...save,
    ['?', k.help],
    ...(ui.paused ? along : []),
    ...turns,
  ];
  return line(theme, columns, ...keySpans(keys, columns));
}

export type Key = readonly [name: string, text: string];

/** As many as fit whole. */
export function keySpans(keys: readonly Key[], columns: number): Span[] {
  let room = columns + 2;
  return keys
    .filter(([name, text]) => {
      room -= widthOf(name) + widthOf(text) + 5;
      return room >= 0;
    })
    .flatMap(([name, text]): Span[] => [[` ${name} `, 'inverse'], ` ${text}  `]);
}
