/** What the keys of a load's screen mean. Pure. */
import { type DirectionImpairment, type Impairment, inFull } from '../../../result/impairment.ts';
import type { Direction } from '../../../units.ts';

export type LoadAction =
  | { readonly do: 'end' | 'leave' | 'redraw' }
  | { readonly do: 'toggle'; readonly way: Direction }
  | { readonly do: 'link'; readonly change: (impairment: Impairment) => Impairment };

/** @param over what was planned is done: the picture stays, and loads begin by hand */
export function loadAction(key: string, { over, lab }: { over: boolean; lab: boolean }): LoadAction | null {
  if (key === 'ctrl-l') return { do: 'redraw' };
  if (key === 'ctrl-c' || key === 'q') return { do: over ? 'leave' : 'end' };
  if (over && (key === 'u' || key === 'up')) return { do: 'toggle', way: 'up' };
  if (over && (key === 'd' || key === 'down')) return { do: 'toggle', way: 'down' };
  const change = lab ? CHANGES[key] : undefined;
  return change === undefined ? null : { do: 'link', change };
}

type Turn = (direction: DirectionImpairment) => Partial<DirectionImpairment>;

const both =
  (turn: Turn) =>
  (impairment: Impairment): Impairment => ({
    ...impairment,
    up: { ...impairment.up, ...turn(impairment.up) },
    down: { ...impairment.down, ...turn(impairment.down) },
    profile: null,
  });

const MANAGERS = ['none', 'codel', 'fq-codel'] as const;
const managed: Turn = (direction) => {
  const { aqm } = inFull(direction);
  return { aqm: MANAGERS[(MANAGERS.indexOf(aqm) + 1) % MANAGERS.length]! };
};

const LEAST_BYTES = 3000;
const sized =
  (factor: number): Turn =>
  (direction) => {
    const { queue, queueBytes } = inFull(direction);
    return queueBytes === null
      ? { queue: Math.min(1e6, Math.max(2, Math.round(queue * factor))) }
      : { queueBytes: Math.min(1e9, Math.max(LEAST_BYTES, Math.round(queueBytes * factor))) };
  };

const LEAST_RATE = 100e3;
const paced =
  (factor: number): Turn =>
  ({ bandwidth }) => ({
    bandwidth: bandwidth === null ? null : Math.min(1e9, Math.max(LEAST_RATE, bandwidth * factor)),
  });

const CHANGES: Readonly<Record<string, (impairment: Impairment) => Impairment>> = {
  a: both(managed),
  e: both((direction) => ({ ecn: !inFull(direction).ecn })),
  '+': both(sized(2)),
  '-': both(sized(0.5)),
  R: both(paced(2)),
  r: both(paced(0.5)),
};
