/**
 * The client of one-way streams: sends (up), receives (down), or both. There are no answers, so there is no ledger of
 * rows: what was sent is compared with what the other end says arrived, flow by flow.
 */

import { Stalls } from '../../measure/delay/stalls.ts';
import type { EndedColumns, GoodputSoFar } from '../../measure/goodput/data.ts';
import { Goodput } from '../../measure/goodput/goodput.ts';
import type { HistogramData } from '../../measure/histogram.ts';
import { ProbeTimes } from '../../measure/ledger/probe-times.ts';
import { Traffic } from '../../measure/slices/traffic.ts';
import type { Nanos } from '../../units.ts';
import type { Batch } from '../../wire/batch.ts';
import type { Engine, Writable } from '../engine.ts';
import { admit, OPENING } from '../identity.ts';
import { Receiver } from '../receiver.ts';
import { type SilenceData, SilenceLog } from '../silence-log.ts';
import type { StreamSummary } from './data.ts';
import type { StreamOptions } from './options.ts';
import { Source, type SourceObserver } from './source.ts';
import { sum, summaryOf } from './summary.ts';

/** Bytes to know by what arrived, whatever numbers the server sends: eight thousand million probes. */
const MEMORY = 2 ** 30;

export class StreamClient implements Engine {
  readonly #options: StreamOptions;
  readonly #source: Source | null;
  readonly #receiver: Receiver | null;
  /** null where nothing is sent here. */
  readonly #times: ProbeTimes | null;
  /** By interval. */
  readonly #in: Readonly<Record<'sent' | 'refused' | 'skipped' | 'received', Traffic>>;
  readonly silence: SilenceLog;
  readonly stalls: Stalls;
  readonly measuredFrom: number;
  readonly #until: number;
  #errors = 0;
  #openings = 0;
  readonly #endedOf: boolean[];
  readonly #goodput: Goodput | undefined;
  /** Flows that ended while they were still needed. */
  endedFlows = 0;
  /** Probes that the server says it sent, by local flow; undefined until it has said so. */
  #expected: readonly number[] | undefined;
  #closesAt = Number.POSITIVE_INFINITY;
  #finished = false;

  constructor(options: StreamOptions, writable: Writable) {
    const { identity, pace, interval } = options;
    this.#options = options;
    this.measuredFrom = pace.start + pace.warmup;
    this.#until = this.measuredFrom + pace.duration;
    this.stalls = new Stalls(this.measuredFrom);
    this.silence = new SilenceLog(options.tcp ? 'tcp' : 'udp', Number.NaN);
    const traffic = (): Traffic => new Traffic(this.measuredFrom, interval);
    this.#in = { sent: traffic(), refused: traffic(), skipped: traffic(), received: traffic() };
    this.#times = options.up ? new ProbeTimes(pace.rate !== null) : null;
    this.#source = options.up ? new Source({ ...identity, flags: 0 }, pace, writable, this.#observer) : null;
    this.#endedOf = Array.from({ length: pace.flows }, () => false);
    if (options.down) {
      const { warmup, count } = pace;
      const duration = Number.isFinite(count) ? Number.POSITIVE_INFINITY : pace.duration;
      this.#goodput = new Goodput({ warmup, duration, interval, ordered: options.tcp });
      this.#goodput.announce(pace.start);
    }
    this.#receiver = options.down
      ? new Receiver(identity, {
          flows: pace.flows,
          ordered: options.tcp,
          memory: MEMORY,
          goodput: this.#goodput,
          byPieces: options.tcp,
        })
      : null;
    if (this.#receiver !== null) {
      this.#receiver.onMeasured = (at) => this.#in.received.moved(at);
      this.#receiver.onCame = (at) => this.silence.came(at, 0, 0);
    }
  }

  readonly #observer: SourceObserver = {
    sent: (intended, at, since) => {
      this.#in.sent.moved(at);
      this.#times!.offered(intended, at, since);
    },
    refused: (intended, at, since, errno) => {
      this.silence.refused(this.#options.errnoName(errno), at);
      this.#in.refused.moved(at);
      this.#times!.offered(intended, at, since);
    },
    skipped: (intended, at, since) => {
      this.#in.skipped.moved(intended);
      this.#times!.offered(intended, at, since);
    },
  };

  ingest(batch: Batch, now: Nanos): void {
    if (this.#receiver !== null) this.#receiver.ingest(batch, now);
    else
      for (let i = 0; i < batch.count; i++)
        if (admit(this.#options.identity, batch, i) === OPENING) this.#openings++;
  }

  poll(now: Nanos, out: Batch): Nanos {
    const over = now < this.#until ? this.#until : Number.POSITIVE_INFINITY;
    const next = this.#source === null ? over : this.#source.poll(now, out);
    if (this.#expected === undefined) return next as Nanos;
    if (now > this.#closesAt || this.#enough || this.#complete()) this.#finished = true;
    return Math.min(next, this.#closesAt + 1) as Nanos;
  }

  sent(batch: Batch): void {
    this.#source?.sent(batch);
  }

  /** What came of the opening of flows. */
  get openings(): number {
    return this.#receiver?.openings ?? this.#openings;
  }

  stood(from: Nanos, to: Nanos): void {
    this.silence.stood(from, to);
    this.stalls.stood(from, to);
  }

  /** See SilenceLog: of what comes down. */
  silenceData(now: number): SilenceData {
    return this.silence.data(now, 0, Math.min(now, this.#until), 0);
  }

  flowEnded(flow: number, errno: number | null): void {
    this.endedFlows++;
    this.#endedOf[flow] = true;
    this.#source?.flowEnded(flow);
    if (errno !== null) this.#errors++;
  }

  /** The server has sent everything: wait for it, at most for the loss threshold. */
  expect(sent: readonly number[], now: number): void {
    this.#expected = sent;
    this.#closesAt = now + this.#options.lossThreshold;
  }

  #complete(): boolean {
    const flows = this.#receiver?.flows;
    return (
      flows === undefined ||
      flows.every((arrivals, flow) => arrivals.received >= (this.#expected![flow] ?? 0))
    );
  }

  /** What still stands in the sender's socket when a stream's time is over is of no interest. */
  get #enough(): boolean {
    return this.#options.tcp && this.#goodput?.over === true;
  }

  /** Last send or arrival of the measured part. */
  get lastActivity(): number {
    return Math.max(
      this.#source?.lastSent ?? Number.NEGATIVE_INFINITY,
      this.#receiver?.lastAt ?? Number.NEGATIVE_INFINITY,
    );
  }

  /** It was given up because nothing could leave any more. */
  get stalled(): boolean {
    return this.#source?.stalled === true;
  }

  /** Everything that goes up has left. */
  get sentAll(): boolean {
    return this.#source === null || this.#source.finished;
  }

  draining(now: number): boolean {
    return now >= this.#until || this.#source?.finished === true;
  }

  get finished(): boolean {
    return this.#finished;
  }

  halt(now: number): void {
    this.#source?.halt();
    this.#goodput?.end(now - this.measuredFrom);
  }

  /** Cumulative. */
  counts(): { sent: number; received: number } {
    return {
      sent: sum(this.#source?.sentOf ?? []),
      received: this.#receiver?.flows.reduce((all, flow) => all + flow.received, 0) ?? 0,
    };
  }

  get sendLag(): HistogramData | null {
    return this.#times?.sendLag ?? null;
  }

  get bytesSent(): number {
    return this.#source?.bytes ?? 0;
  }

  get bytesReceived(): number {
    return this.#receiver?.bytes ?? 0;
  }

  /** What left, and what arrived whole, in a finished interval. */
  interval(index: number): { sent: number; refused: number; skipped: number; received: number } {
    return {
      sent: this.#in.sent.at(index),
      refused: this.#in.refused.at(index),
      skipped: this.#in.skipped.at(index),
      received: this.#in.received.at(index),
    };
  }

  /** What has come down so far, in pieces as small as a read; null where nothing does. */
  goodput(now: number): GoodputSoFar | null {
    return this.#goodput?.soFar(now) ?? null;
  }

  /** The same by interval, of those that ended since the last call; null where nothing comes down. */
  endedIntervals(now: number): EndedColumns | null {
    return this.#goodput?.ended(now, this.#finished) ?? null;
  }

  /** Bytes that were read or received, warm-up included: tells a busy stream from a silent one. */
  get moved(): number {
    return this.#receiver?.movedBytes ?? 0;
  }

  summary(now: number): StreamSummary {
    return {
      ...summaryOf(this.#source, this.#receiver, this.#options.errnoName, now),
      endedOf: [...this.#endedOf],
      errors: this.#errors,
      sendLag: this.sendLag,
      blocked: this.#times?.blocked ?? null,
      sentIn: this.#in.sent.data(),
      refusedIn: this.#in.refused.data(),
      skippedIn: this.#in.skipped.data(),
      receivedIn: this.#in.received.data(),
    };
  }
}
