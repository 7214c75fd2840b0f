/** Histories of a load as its screen is told them: any part of it may be missing. */
import fc from 'fast-check';
import type { LoadScreenEvent } from '../../../src/present/live/load/model.ts';
import type { RunEvent } from '../../../src/result/events/events.ts';
import type { QueueMoment } from '../../../src/result/impairment.ts';

const MS = 1e6;

const moment = (bytes: number): QueueMoment => ({
  packets: Math.round(bytes / 1500),
  bytes,
  peakPackets: 0,
  peakBytes: 0,
  sojourn: bytes * 800,
  sent: bytes * 3,
  dropped: 3,
  marked: 0,
});

const started = { event: 'start', effective: { congestionControl: 'cubic' } } as unknown as RunEvent;

export interface Told {
  readonly event: LoadScreenEvent;
  /** ms */
  readonly now: number;
}

const kinds = {
  samples: (at: number, size: number): RunEvent => {
    const sent = Array.from({ length: 10 }, (_, i) => (at + i * 10) * MS);
    const delays = sent.map((_, i) => size * 1000 + i * MS);
    return { event: 'samples', transport: 'udp', sent, up: delays, down: delays };
  },
  queue: (_: number, size: number): RunEvent => ({
    event: 'queue',
    atSeconds: 0,
    up: moment(size),
    down: moment(0),
  }),
  start: (): RunEvent => started,
  result: (): RunEvent =>
    ({ event: 'result', result: { ending: { status: 'completed' } } }) as unknown as RunEvent,
} as const;

/** A quarter of a second apart. */
export const loadEvents: fc.Arbitrary<readonly Told[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])),
      run: fc.constantFrom('probes', 'up', 'down', 'both'),
      size: fc.integer({ min: 0, max: 150_000 }),
    }),
    { maxLength: 30 },
  )
  .map((told) =>
    told.map(({ kind, run, size }, at) => ({
      event: {
        event: 'run' as const,
        run: kind === 'samples' || kind === 'queue' ? 'probes' : run,
        of: kinds[kind](at * 250, size),
      },
      now: at * 250,
    })),
  );
