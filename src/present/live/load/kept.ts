/** What is kept of what was done by hand: the screen's own lines, and when what began, ended and was turned. Pure. */
import type { ByHand, HandEvent } from '../../../result/document/load.ts';
import { type Direction, SECOND } from '../../../units.ts';
import type { Point } from '../model/history.ts';
import { elapsed, type LoadModel } from './model.ts';

/** @param now ms of the screen's clock @returns undefined where nothing was done */
export function keptByHand(model: LoadModel, now: number): ByHand | undefined {
  if (!model.byHand || model.zero === null) return undefined;
  const end = elapsed(model, now) / SECOND;
  const both = <Of>(of: (way: Direction) => Of) => ({ up: of('up'), down: of('down') });
  return {
    seconds: end,
    impairment: model.before,
    events: eventsOf(model, end),
    added: both((way) => model[way].delay.map((point) => ({ ...at(point), p50: point.p50, p95: point.p99 }))),
    goodput: both((way) => model[way].goodput.map((point) => ({ ...at(point), bitsPerSecond: point.p50 }))),
  };
}

const at = ({ to }: Point) => ({ toSeconds: to / SECOND });

function eventsOf({ bands, turns }: LoadModel, end: number): HandEvent[] {
  const loads = bands.flatMap(({ name, from, to }): HandEvent[] => {
    if (name !== 'up' && name !== 'down') return [];
    return [
      { event: 'begin', atSeconds: from / SECOND, direction: name },
      { event: 'end', atSeconds: to === null ? end : to / SECOND, direction: name },
    ];
  });
  const turned = turns.map(
    (turn): HandEvent => ({
      event: 'link',
      atSeconds: turn.at / SECOND,
      impairment: turn.impairment,
    }),
  );
  return [...loads, ...turned].sort((one, other) => one.atSeconds - other.atSeconds);
}
