/** How far the figures can be trusted, from the first second: the verdict of the report, on the figures so far. */
import type { Trust } from '../../../result/document/schema.ts';
import { trustIn } from '../../../result/trust.ts';
import type { Canvas } from '../canvas.ts';
import type { Lane } from '../model/model.ts';
import { line, type Span, widthOf } from '../text.ts';
import type { Style } from '../theme.ts';

const STYLES: Readonly<Record<Trust['level'], Style>> = { good: 'good', limited: 'warn', poor: 'bad' };
/** The generator does not do what was asked of it. */
const SLOW: readonly string[] = ['generator-behind', 'send-lag'];

/** null before anything was told. */
export function trustOfLane({ final, snapshot }: Lane): Trust | null {
  return final === null ? (snapshot?.trust ?? null) : trustIn(final.quality);
}

export const isTooSlow = (lane: Lane): boolean =>
  trustOfLane(lane)?.because.some((code) => SLOW.includes(code)) ?? false;

/** `Trust: good`; of several transports each with its own where they differ; what decides as far as there is room. */
export function trustLine(canvas: Canvas, lanes: readonly Lane[]): string {
  const { theme, words, columns } = canvas;
  const verdicts = lanes.map((lane) => ({ lane, ...verdictOf(canvas, lane) }));
  const same = new Set(verdicts.map(({ text }) => text)).size === 1;
  const shown = same ? verdicts.slice(0, 1) : verdicts;
  const spans = shown.flatMap(({ lane, text, style }): Span[] => [
    ...(same ? [] : ([[`${words.transport[lane.transport]} `, 'dim']] as const)),
    [text, style],
    '  ',
  ]);
  const title = `${words.health.trust}: `;
  let room = columns - widthOf(title) - spans.reduce((sum, span) => sum + widthOf(textOf(span)), 0);
  const facts = lanes.length === 1 ? factsOf(canvas, lanes[0]!) : [];
  const fitting = facts.filter((part) => {
    room -= widthOf(part) + 2;
    return room >= 0;
  });
  return line(theme, columns, [title, 'dim'], ...spans, [fitting.map((part) => `${part}  `).join(''), 'dim']);
}

const textOf = (span: Span): string => (typeof span === 'string' ? span : span[0]);

function verdictOf({ theme, words }: Canvas, lane: Lane): { text: string; style: Style } {
  const trust = trustOfLane(lane);
  const { health, figures } = words;
  if (trust === null) return { text: figures.unknown, style: 'dim' };
  if (isTooSlow(lane)) return { text: `${theme.glyphs.alert} ${health.behind}`, style: 'bad' };
  const why = trust.because.flatMap((code) => health.because[code] ?? []).slice(0, 1);
  const text = [health.level[trust.level], ...why.map((reason) => `(${reason})`)].join(' ');
  return { text, style: STYLES[trust.level] };
}

function factsOf({ words, figures }: Canvas, { snapshot }: Lane): string[] {
  if (snapshot === null) return [];
  const { utilisation, sendLagP99 } = snapshot.generator;
  return [
    ...(utilisation === null ? [] : [words.health.busy(figures.percent(utilisation))]),
    ...(sendLagP99 === null ? [] : [words.health.lag(figures.time(sendLagP99))]),
  ];
}
