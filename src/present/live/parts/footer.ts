/** The last lines of a screen: warnings, the sentence of the moment, the keys. */
import { sayWarning } from '../../sentences.ts';
import type { Canvas } from '../canvas.ts';
import type { RunModel } from '../model.ts';
import { anyLoss, failureOf, suggestionFor, summarySentence } from '../sentences.ts';
import { line, type Span, widthOf, wrap } from '../text.ts';
import type { UiState } from '../ui.ts';

/** What the screen offers, and what it is about to do by itself. */
export interface Offers {
  readonly canTurn: boolean;
  readonly canSave: boolean;
  /** Loopback has nothing to show: a key runs the same over a link that has. */
  readonly canTry: boolean;
  /** Seconds until the finished picture leaves; null while it stays. */
  readonly leavesIn: number | null;
}

/** The sentence that tells what is seen, on at most `most` lines. */
export function summaryLines(canvas: Canvas, model: RunModel, most: number): string[] {
  const { theme, columns } = canvas;
  const failed = failureOf(canvas, model) !== null;
  const lines = wrap(summarySentence(canvas, model), columns - 2, most);
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
  return [...seen.values()]
    .slice(0, most)
    .map((text) => line(theme, columns, [`${theme.glyphs.alert} `, 'warn'], [text, 'warn']));
}

/** Where loopback has nothing to show: what to type instead, and the key that does it. */
export function suggestionLine(canvas: Canvas, model: RunModel, offers: Offers): string | null {
  const command = suggestionFor(model);
  if (command === null) return null;
  const { theme, words, columns } = canvas;
  const { loopback, suggestion } = words.happened;
  const why = anyLoss(model) ? '' : `${loopback} `;
  const key: Span[] = offers.canTry ? [[' t ', 'inverse'], ' '] : [];
  const fits = why !== '' && widthOf(why) + 4 + widthOf(suggestion(command)) <= columns;
  return line(theme, columns, ...(fits ? [[why, 'dim'] as const] : []), ...key, [
    suggestion(command),
    'warn',
  ]);
}

export function keysLine(canvas: Canvas, model: RunModel, ui: UiState, offers: Offers): string {
  const { theme, words, figures, columns } = canvas;
  const k = words.keys;
  const key = (name: string, text: string): Span[] => [[` ${name} `, 'inverse'], ` ${text}  `];
  if (ui.notice !== null) return line(theme, columns, [ui.notice, 'strong']);
  if (ui.ending && model.phase !== 'ended') return line(theme, columns, [k.ending, 'strong']);
  if (model.phase === 'ended') {
    const closing: Span[] =
      offers.leavesIn === null ? [] : [`${k.closes(figures.seconds(offers.leavesIn * 1e9))}  `];
    return line(
      theme,
      columns,
      ...key('q', k.leave),
      ...(ui.stays ? [] : key('p', k.stay)),
      ...(offers.canSave ? key('s', k.save) : []),
      ...key('?', k.help),
      ...closing,
    );
  }
  return line(
    theme,
    columns,
    ...key('q', k.quit),
    ...key('p', ui.paused ? k.resume : k.pause),
    ...(offers.canSave ? key('s', k.save) : []),
    ...key('?', k.help),
    ...(offers.canTurn ? [...key('l/L', k.loss), ...key('d/D', k.delay), ...key('j/J', k.jitter)] : []),
  );
}
