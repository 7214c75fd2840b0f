/** What a load's charts show, from the runs of its document: goodput and added delay by direction on the probes' axis. Pure. */
import type { ByHand, LoadDocument } from '../../result/document/load.ts';
import type { Direction } from '../../units.ts';

export interface TimeLine {
  /** Seconds since the probes began, ascending. */
  readonly xs: readonly number[];
  readonly up: readonly (number | null)[];
  readonly down: readonly (number | null)[];
}

/** One for both charts, so that they stand under each other, s. */
export function lastSecond({ runs, phases }: LoadDocument): number {
  const probes = runs[0]?.transports.find(({ transport }) => transport === 'udp');
  return Math.max(0, probes?.durationSeconds ?? 0, ...phases.map((one) => one.startSeconds + one.seconds));
}

/** ns that each probe waited above the least of the run. */
export function delayLine(document: LoadDocument): TimeLine {
  const samples = document.runs[0]?.transports.find(({ transport }) => transport === 'udp')?.samples;
  const { sent, up, down } = samples ?? { sent: [], up: [], down: [] };
  return { xs: sent.map((at) => at / 1e9), up, down };
}

/** Bits per second; null between the loads. */
export function goodputLine({ runs, phases }: LoadDocument): TimeLine {
  const points = phases.flatMap(({ name, startSeconds, runs: indexes }) => {
    const load = name === 'idle' ? undefined : runs[indexes.at(-1)!]?.transports[0];
    const rows = load?.intervals ?? [];
    const rate = (bytes: number | null, seconds: number): number | null =>
      bytes === null || seconds <= 0 ? null : (bytes * 8) / seconds;
    const own = rows.map(({ startSeconds: from, endSeconds: to, bytesUp, bytesDown }) => ({
      x: startSeconds + to,
      up: rate(bytesUp, to - from),
      down: rate(bytesDown, to - from),
    }));
    // A line does not lead on into the pause.
    const end = own.at(-1);
    return end === undefined ? [] : [...own, { x: end.x + 1e-3, up: null, down: null }];
  });
  const of = (way: Direction): (number | null)[] => points.map((point) => point[way]);
  return { xs: points.map(({ x }) => x), up: of('up'), down: of('down') };
}

/** What the screen showed while loads began and ended by hand. */
export const handDelay = ({ added }: ByHand): TimeLine =>
  joined(
    added.up.map(({ toSeconds, p95 }) => [toSeconds, p95]),
    added.down.map(({ toSeconds, p95 }) => [toSeconds, p95]),
  );

export const handGoodput = ({ goodput }: ByHand): TimeLine =>
  joined(
    goodput.up.map(({ toSeconds, bitsPerSecond }) => [toSeconds, bitsPerSecond]),
    goodput.down.map(({ toSeconds, bitsPerSecond }) => [toSeconds, bitsPerSecond]),
  );

type Line = readonly (readonly [x: number, value: number | null])[];

/** On one axis; where a line has no point of its own it keeps the one before. */
function joined(up: Line, down: Line): TimeLine {
  const xs = [...new Set([...up, ...down].map(([x]) => x))].sort((a, b) => a - b);
  const along = (line: Line): (number | null)[] => {
    let next = 0;
    let value: number | null = null;
    return xs.map((x) => {
      while (next < line.length && line[next]![0] <= x) value = line[next++]![1];
      return value;
    });
  };
  return { xs, up: along(up), down: along(down) };
}
