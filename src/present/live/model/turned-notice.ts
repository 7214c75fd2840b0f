/** What is said of a key that turns the link, where the screen does not show it by itself. Pure. */
import type { Impairment } from '../../../result/impairment.ts';
import type { Canvas } from '../canvas.ts';
import { partsOf } from '../parts/header.ts';
import type { Knob } from './ui.ts';

/** @returns null where the picture says it */
export function turnedNotice(
  canvas: Canvas,
  before: Impairment,
  after: Impairment,
  turn: { readonly knob: Knob; readonly by: 1 | -1; readonly paused: boolean },
): string | null {
  const { knob, by, paused } = turn;
  const { keys } = canvas.words;
  if (before.up[knob] === after.up[knob] && before.down[knob] === after.down[knob]) {
    const say = (value: number): string =>
      knob === 'loss' ? canvas.figures.percent(value) : canvas.figures.time(value);
    return (by > 0 ? keys.most : keys.least)(keys[knob], say(after.up[knob]));
  }
  return paused ? keys.turned(partsOf(canvas, after.up).join(', ')) : null;
}
