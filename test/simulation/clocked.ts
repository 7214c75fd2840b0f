/** An engine that lives by a clock of its own: what it sees, says and asks for is in its times. */
import type { Engine } from '../../src/session/engine.ts';
import type { Nanos } from '../../src/units.ts';
import { type Batch, HEADER_BYTES, writeTime } from '../../src/wire/batch.ts';

export interface OwnClock {
  /** Its reading at network time 0, ns; and how much faster it runs, as a ratio. */
  readonly offset: number;
  readonly drift: number;
}

export const reading = ({ offset, drift }: OwnClock, at: number): number =>
  Math.round(offset + at * (1 + drift));

/** @param stampAt where it writes its time of sending: the port, which knows another clock, must write none */
export function clocked(engine: Engine, clock: OwnClock, stampAt: number): Engine {
  const own = (at: number): Nanos => reading(clock, at) as Nanos;
  const back = (at: number): Nanos => Math.ceil((at - clock.offset) / (1 + clock.drift)) as Nanos;
  const turn = (batch: Batch): void => {
    for (let i = 0; i < batch.count; i++) batch.time[i] = own(batch.time[i]!);
  };
  return {
    ingest: (batch, now) => {
      turn(batch);
      engine.ingest(batch, own(now));
    },
    poll: (now, out) => {
      const deadline = engine.poll(own(now), out);
      for (let i = 0; i < out.count; i++) writeTime(out.view, i * HEADER_BYTES + stampAt, own(now));
      return Number.isFinite(deadline) ? back(deadline) : deadline;
    },
    sent: (batch) => {
      turn(batch);
      engine.sent(batch);
    },
    flowEnded: (flow, errno, now) => engine.flowEnded(flow, errno, own(now)),
    stood: (from, to) => engine.stood?.(own(from), own(to)),
    get finished() {
      return engine.finished;
    },
  };
}
