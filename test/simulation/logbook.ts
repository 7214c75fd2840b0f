/** What a port carried, entry by entry, written down beside the engine and never touched by it. */
import type { Engine } from '../../src/session/engine.ts';
import { type Batch, HEADER_BYTES, readTime, SENT } from '../../src/wire/batch.ts';
import {
  FLAG_WARMUP,
  OFFSET_TRANSMITTED,
  readFlags,
  readNumber,
  readType,
  TYPE_PROBE,
} from '../../src/wire/header.ts';

export interface Entry {
  readonly flow: number;
  readonly number: number;
  readonly warm: boolean;
  /** Actual time of sending, or of arrival. */
  readonly at: number;
  readonly length: number;
  /** The server's time of sending, as it stands in an answer. */
  readonly transmitted: number;
}

export class Logbook {
  readonly sent: Entry[] = [];
  readonly received: Entry[] = [];

  /** The same engine, every batch of it written down. */
  of(engine: Engine): Engine {
    return {
      poll: (now, out) => engine.poll(now, out),
      stood: (from, to) => engine.stood?.(from, to),
      flowEnded: (flow, errno, now) => engine.flowEnded(flow, errno, now),
      ingest: (batch, now) => {
        this.received.push(...entriesOf(batch, () => true));
        engine.ingest(batch, now);
      },
      sent: (batch) => {
        this.sent.push(...entriesOf(batch, (i) => batch.status[i] === SENT));
        engine.sent(batch);
      },
      get finished() {
        return engine.finished;
      },
    };
  }
}

function entriesOf(batch: Batch, wanted: (entry: number) => boolean): Entry[] {
  const entries: Entry[] = [];
  for (let i = 0; i < batch.count; i++) {
    const at = i * HEADER_BYTES;
    if (!wanted(i) || readType(batch.view, at) !== TYPE_PROBE) continue;
    entries.push({
      flow: batch.flow[i]!,
      number: readNumber(batch.view, at),
      warm: (readFlags(batch.view, at) & FLAG_WARMUP) !== 0,
      at: batch.time[i]!,
      length: batch.length[i]!,
      transmitted: readTime(batch.view, at + OFFSET_TRANSMITTED),
    });
  }
  return entries;
}
