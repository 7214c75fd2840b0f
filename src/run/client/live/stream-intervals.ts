/** Intervals of a one-way stream as they end. Where something comes down, one has ended when it is known what came in it. */
import type { StreamClient } from '../../../session/stream/client.ts';
import type { TcpSince } from '../../tcp-since.ts';
import type { TransportPlan } from '../plan/effective.ts';
import type { StreamInterval } from '../threads/protocol.ts';

export class StreamIntervals {
  readonly #plan: Pick<TransportPlan, 'interval' | 'mode'>;
  #next = 0;

  constructor(plan: Pick<TransportPlan, 'interval' | 'mode'>) {
    this.#plan = plan;
  }

  /** @returns those that have ended since it was called before */
  take(engine: StreamClient, now: number, tcpSince: TcpSince | undefined): StreamInterval[] {
    const { interval, mode } = this.#plan;
    const down = engine.endedIntervals(now);
    const ended =
      down === null ? Math.floor((now - engine.measuredFrom) / interval) : down.since + down.columns.length;
    const stream: StreamInterval[] = [];
    for (; this.#next < ended; this.#next++) {
      const index = this.#next;
      const bytesDown = down === null ? null : down.columns[index - down.since]!;
      // What the server sends again it tells in the end.
      const retransmits = mode === 'up' ? (tcpSince?.resentIn(index) ?? null) : null;
      stream.push({ index, ...engine.interval(index), bytesDown, retransmits });
    }
    return stream;
  }
}
