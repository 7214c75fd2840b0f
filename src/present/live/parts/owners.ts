/** One bar of shares: whose the time of the slowest answers was. Until the run is over the network is one. */
import { OWNERS } from '../../../measure/delay/owners.ts';
import { OWNER_TONES, type Tone } from '../../looks.ts';
import type { Canvas } from '../canvas.ts';
import type { Lane } from '../model/model.ts';
import { cell, type Span, widthOf } from '../text.ts';

type Name = (typeof OWNERS)[number] | 'network';

interface Part {
  readonly name: Name;
  readonly share: number;
}

/** Whose part is drawn as what: the network's in one colour, what is not its own in others. */
const GLYPHS: Readonly<Record<Name, 'bar' | 'barUp' | 'barOwn' | 'barServer' | 'barUnknown'>> = {
  network: 'bar',
  path: 'bar',
  up: 'barUp',
  down: 'barUp',
  generator: 'barOwn',
  blocked: 'barOwn',
  server: 'barServer',
  unknown: 'barUnknown',
};
const toneOf = (name: Name): Tone => OWNER_TONES[name === 'network' ? 'path' : name];
/** A name is worth its room from this share on. */
const WORTH = 0.05;
const LEAST_BAR = 10;
const MOST_BAR = 30;

/** null where nobody tells, or nothing was answered yet. */
export function partsOf({ final, snapshot }: Lane): Part[] | null {
  if (final !== null) {
    const shares = final.owners?.slowest;
    return shares === undefined ? null : OWNERS.map((name) => ({ name, share: shares[name] }));
  }
  const shares = snapshot?.holders?.slowest;
  if (shares === undefined) return null;
  return (['network', 'generator', 'blocked', 'server', 'unknown'] as const).map((name) => ({
    name,
    share: shares[name],
  }));
}

/** Who held the slowest answers, the network as one. */
export interface Holder {
  readonly name: 'network' | 'generator' | 'blocked' | 'server' | 'unknown';
  readonly share: number;
}

/** Whoever held the most of them; null where nobody tells. */
export function mostOf(lane: Lane): Holder | null {
  const parts = partsOf(lane);
  if (parts === null) return null;
  const network = parts.reduce((sum, { name, share }) => (OF_NETWORK.includes(name) ? sum + share : sum), 0);
  const all: Holder[] = [{ name: 'network', share: roundly(network) }];
  for (const { name, share } of parts)
    if (!OF_NETWORK.includes(name)) all.push({ name: name as Holder['name'], share: roundly(share) });
  return all.reduce((most, one) => (one.share > most.share ? one : most));
}

const OF_NETWORK: readonly Name[] = ['network', 'path', 'up', 'down'];

export function ownersBar(canvas: Canvas, lane: Lane): string {
  const { theme, columns, allWords, figures } = canvas;
  const text = allWords.owners;
  const parts = partsOf(lane);
  if (parts === null) return cell(theme, columns, ['', 'plain']);
  const nameOf = (name: Name): string => (name === 'network' ? text.network : text.names[name]);
  const named = parts.filter(({ share }) => share >= WORTH).sort((a, b) => b.share - a.share);
  const title = `${text.title} (${text.bar.replace(/:$/, '')}) `;
  const whole = columns >= widthOf(title) + MOST_BAR;
  const head = whole ? title : '';
  const labels = named.map(({ name, share }) => ` ${nameOf(name)} ${figures.percent(roundly(share))}`);
  const wanted = labels.reduce((sum, label) => sum + widthOf(label) + 2, 0);
  const width = Math.min(MOST_BAR, Math.max(LEAST_BAR, columns - widthOf(head) - wanted - 1));
  let room = columns - widthOf(head) - width - 1;
  const said = named.flatMap(({ name }, at): Span[] => {
    room -= widthOf(labels[at]!) + 2;
    return room < 0 ? [] : [' ', [theme.glyphs[GLYPHS[name]], toneOf(name)], [labels[at]!, 'plain']];
  });
  return cell(theme, columns, [head, 'dim'], ...segments(canvas, parts, width), ...said);
}

const roundly = (share: number): number => Math.round(share * 100) / 100;

/** Whole cells, dealt so that they add up. */
function segments({ theme }: Canvas, parts: readonly Part[], width: number): Span[] {
  let share = 0;
  let drawn = 0;
  return parts.map(({ name, share: own }): Span => {
    share += own;
    const cells = Math.max(0, Math.min(width, Math.round(share * width)) - drawn);
    drawn += cells;
    return [theme.glyphs[GLYPHS[name]].repeat(cells), toneOf(name)];
  });
}
