/** What a load's charts show, from the runs of its document: goodput and added delay by direction on the probes' axis. Pure. */
import type { LoadDocument } from '../../result/document/load.ts';
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
