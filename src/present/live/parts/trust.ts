/** How far the figures can be trusted, from the first second: the verdict of the report, on the figures so far. */
import type { Trust } from '../../../result/document/schema.ts';
import { trustIn } from '../../../result/trust.ts';
import type { Canvas } from '../canvas.ts';
import type { Lane } from '../model/model.ts';
import { line, type Span, textOf, widthOf } from '../text.ts';
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

/** `Trust: good (nothing limits it)`; of several transports each with its own where they differ; and why, as far as there is room. */
export function trustLine(canvas: Canvas, lanes: readonly Lane[]): string {
  const { theme, words, columns } = canvas;
  const title = `${words.health.trust}: `;
  const widthOfAll = (spans: readonly Span[]): number =>
    spans.reduce((sum, span) => sum + widthOf(textOf(span)), widthOf(title));
  const forms = [0, 1, 2].map((brevity) => verdictSpans(canvas, lanes, brevity));
  // Behind the last one stand two spaces.
  const spans = forms.find((form) => widthOfAll(form) - 2 <= columns) ?? forms.at(-1)!;
  let room = columns - widthOfAll(spans);
  const isGood = lanes.every((lane) => trustOfLane(lane)?.level === 'good');
  const fitting = factsOf(canvas, lanes, isGood).filter((part) => {
    const fits = widthOf(part) <= room;
    if (fits) room -= widthOf(part) + 2;
    return fits;
  });
  return line(theme, columns, [title, 'dim'], ...spans, [fitting.join('  '), 'dim']);
}

/** One for all where they agree. @param brevity 0 to 2: the verdict of each is worth more than the reason of one */
function verdictSpans(canvas: Canvas, lanes: readonly Lane[], brevity: number): Span[] {
  const verdicts = lanes.map((lane) => ({ lane, ...verdictOf(canvas, lane, brevity) }));
  const same = new Set(verdicts.map(({ text }) => text)).size === 1;
  return (same ? verdicts.slice(0, 1) : verdicts).flatMap(({ lane, text, style }): Span[] => [
    ...(same ? [] : ([[`${canvas.words.transport[lane.transport]} `, 'dim']] as const)),
    [text, style],
    '  ',
  ]);
}

function verdictOf({ theme, words }: Canvas, lane: Lane, brevity: number): { text: string; style: Style } {
  const trust = trustOfLane(lane);
  const { health, figures } = words;
  if (trust === null) return { text: figures.unknown, style: 'dim' };
  const slow = isTooSlow(lane);
  if (slow && brevity === 0) return { text: `${theme.glyphs.alert} ${health.behind}`, style: 'bad' };
  const [why] = trust.because.flatMap((code) => health.because[code] ?? []);
  const reason = why ?? (trust.because.length === 0 ? health.nothing : null);
  const level = slow ? `${theme.glyphs.alert} ${health.behindShort}` : health.level[trust.level];
  const text = reason === null || brevity === 2 ? level : `${level} (${reason})`;
  return { text, style: slow ? 'bad' : STYLES[trust.level] };
}

/**
 * How well this machine kept up: of several transports the worst, where all of them are known. That a generator has time is
 * why one trusts it; beside a verdict that is not good it would only puzzle.
 */
function factsOf({ words, figures }: Canvas, lanes: readonly Lane[], isGood: boolean): string[] {
  const told = lanes.map(({ final, snapshot }) => final?.quality.generator ?? snapshot?.generator);
  const worst = (pick: (one: NonNullable<(typeof told)[number]>) => number | null): number | null => {
    const all = told.map((one) => (one === undefined ? null : pick(one)));
    return all.length === 0 || all.includes(null) ? null : Math.max(...(all as number[]));
  };
  const [lag, busy] = [worst(({ sendLagP99 }) => sendLagP99), worst(({ utilisation }) => utilisation)];
  return [
    ...(lag === null ? [] : [words.health.left(figures.time(lag))]),
    ...(busy === null || !isGood ? [] : [words.health.busy(figures.percent(busy))]),
  ];
}
