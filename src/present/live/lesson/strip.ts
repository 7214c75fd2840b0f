/** The file's packets in a row, each by what became of it, with the sender's window around those that it may send. Pure. */
import type { Canvas } from '../canvas.ts';
import { line, type Span, widthOf } from '../text.ts';
import type { Glyphs, Style } from '../theme.ts';
import type { PacketState, RaceLane } from './model.ts';

const LOOKS: Readonly<Record<PacketState, { glyph: keyof Glyphs; style: Style }>> = {
  toCome: { glyph: 'open', style: 'dim' },
  underWay: { glyph: 'toServer', style: 'udp' },
  lost: { glyph: 'lost', style: 'bad' },
  arrived: { glyph: 'held', style: 'good' },
  acknowledged: { glyph: 'arrived', style: 'good' },
};

/** As many as there is room for, the window among them. */
export function packetStrip(canvas: Canvas, lane: RaceLane, indent: number): string {
  const { theme, columns } = canvas;
  const window = lane.entrant.window ?? 1;
  // The two walls of the window take a column each.
  const room = Math.max(1, columns - indent - 2);
  const all = lane.states.length;
  const first = Math.max(0, Math.min(lane.base - Math.floor((room - window) / 2), all - room));
  const spans: Span[] = [' '.repeat(indent)];
  const end = Math.min(all, lane.base + window);
  for (let at = first; at < Math.min(all, first + room); at++) {
    if (at === lane.base) spans.push(['[', 'strong']);
    const { glyph, style } = LOOKS[lane.states[at]!];
    spans.push([theme.glyphs[glyph], style]);
    if (at === end - 1 && lane.base < all) spans.push([']', 'strong']);
  }
  return line(theme, columns, ...spans);
}

/** TCP tells nobody what its packets carry: how much has arrived. */
export function byteStrip({ theme, columns }: Canvas, bytes: number, all: number, indent: number): string {
  const room = Math.max(1, columns - indent);
  const done = all === 0 ? room : Math.floor((bytes / all) * room);
  return line(
    theme,
    columns,
    ' '.repeat(indent),
    [theme.glyphs.full.repeat(done), 'tcp'],
    [theme.glyphs.empty.repeat(room - done), 'dim'],
  );
}

export function legendLine(canvas: Canvas): string {
  const { theme, columns, allWords } = canvas;
  const names = allWords.lesson.screen.legend;
  const states = Object.keys(LOOKS) as PacketState[];
  const used = states.reduce((sum, state) => sum + 2 + widthOf(names[state]), 0);
  // Closer together where it is narrow: all of them have to be read.
  const gap = Math.max(1, Math.min(3, Math.floor((columns - used) / (states.length - 1))));
  const spans = states.flatMap((state, at): Span[] => [
    [at === 0 ? '' : ' '.repeat(gap), 'plain'],
    [`${theme.glyphs[LOOKS[state].glyph]} `, LOOKS[state].style],
    [names[state], 'dim'],
  ]);
  return line(theme, columns, ...spans);
}
