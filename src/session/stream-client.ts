/**
 * The client of one-way streams: sends (up), receives (down), or both. There are no answers, so there is no ledger of
 * rows: what was sent is compared with what the other end says arrived, flow by flow.
 */
import { mergeCounts } from '../measure/columns.ts';
import type { HistogramData } from '../measure/histogram.ts';
import { ProbeTimes } from '../measure/probe-times.ts';
import { Traffic } from '../measure/traffic.ts';
import type { Nanos } from '../units.ts';
import type { Batch } from '../wire/batch.ts';
import type { Engine, Writable } from './engine.ts';
import type { Identity } from './identity.ts';
import type { Pace } from './pacer.ts';
import { Receiver } from './receiver.ts';
import { Source, type SourceObserver } from './source.ts';
import type { StreamSummary } from './stream-data.ts';

export interface StreamOptions {
  /** `flags` as arriving probes carry them. */
  readonly identity: Identity;
  readonly pace: Pace;
  readonly up: boolean;
  readonly down: boolean;
  readonly tcp: boolean;
  readonly lossThreshold: number;
  readonly interval: number;
  readonly errnoName: (errno: number) => string;
}

/** Bytes to know by what arrived, whatever numbers the server sends: eight thousand million probes. */
const MEMORY = 2 ** 30;

export class StreamClient implements Engine {
  readonly #options: StreamOptions;
  readonly #source: Source | null;
  readonly #receiver: Receiver | null;
  /** null where nothing is sent here. */
  readonly #times: ProbeTimes | null;
  readonly #sentIn: Traffic;
  readonly #refusedIn: Traffic;
  readonly #skippedIn: Traffic;
  readonly #receivedIn: Traffic;
  readonly measuredFrom: number;
  readonly #until: number;
  #errors = 0;
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
    this.#sentIn = new Traffic(this.measuredFrom, interval);
    this.#refusedIn = new Traffic(this.measuredFrom, interval);
    this.#skippedIn = new Traffic(this.measuredFrom, interval);
    this.#receivedIn = new Traffic(this.measuredFrom, interval);
    this.#times = options.up ? new ProbeTimes(pace.rate !== null) : null;
    const observer: SourceObserver = {
      sent: (intended, at, since, bytes) => {
        this.#sentIn.moved(at, bytes);
        this.#times!.offered(intended, at, since);
      },
      refused: (intended, at, since) => {
        this.#refusedIn.moved(at, 0);
        this.#times!.offered(intended, at, since);
      },
      skipped: (intended, at, since) => {
        this.#skippedIn.moved(intended, 0);
        this.#times!.offered(intended, at, since);
      },
    };
    this.#source = options.up ? new Source({ ...identity, flags: 0 }, pace, writable, observer) : null;
    this.#receiver = options.down ? new Receiver(identity, pace.flows, options.tcp, MEMORY) : null;
    if (this.#receiver !== null) this.#receiver.onMeasured = (at, bytes) => this.#receivedIn.moved(at, bytes);
  }

  ingest(batch: Batch): void {
    this.#receiver?.ingest(batch);
  }

  poll(now: Nanos, out: Batch): Nanos {
    const over = now < this.#until ? this.#until : Number.POSITIVE_INFINITY;
    const next = this.#source === null ? over : this.#source.poll(now, out);
    if (this.#expected !== undefined && (now > this.#closesAt || this.#complete())) this.#finished = true;
    return Math.min(next, this.#closesAt + 1) as Nanos;
  }

  sent(batch: Batch): void {
    this.#source?.sent(batch);
  }

  flowEnded(flow: number, errno: number | null): void {
    this.endedFlows++;
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

  halt(): void {
    this.#source?.halt();
  }

  /** Cumulative, for the screen. */
  counts(): {
    sent: number;
    received: number;
    bytesSent: number;
    bytesReceived: number;
    sendLag: HistogramData | null;
  } {
    return {
      sent: sum(this.#source?.sentOf ?? []),
      received: this.#receiver?.flows.reduce((all, flow) => all + flow.received, 0) ?? 0,
      bytesSent: this.#source?.bytes ?? 0,
      bytesReceived: this.#receiver?.bytes ?? 0,
      sendLag: this.#times?.sendLag ?? null,
    };
  }

  /** What moved in a finished interval. */
  interval(index: number): {
    sent: number;
    refused: number;
    skipped: number;
    bytesSent: number;
    received: number;
    bytesReceived: number;
  } {
    const sent = this.#sentIn.at(index);
    const received = this.#receivedIn.at(index);
    return {
      sent: sent.count,
      refused: this.#refusedIn.at(index).count,
      skipped: this.#skippedIn.at(index).count,
      bytesSent: sent.bytes,
      received: received.count,
      bytesReceived: received.bytes,
    };
  }

  summary(): StreamSummary {
    const source = this.#source;
    const receiver = this.#receiver;
    const flows = receiver?.flows ?? [];
    const refused = new Map<string, number>();
    for (const [errno, count] of source?.refused ?? []) refused.set(this.#options.errnoName(errno), count);
    const extents = new Map<number, number>();
    for (const flow of flows)
      for (const [extent, n] of flow.extents) extents.set(extent, (extents.get(extent) ?? 0) + n);
    return {
      sentOf: Array.from(source?.sentOf ?? []),
      receivedOf: flows.map((flow) => flow.received),
      duplicates: sum(flows.map((flow) => flow.duplicates)),
      reordered: sum(flows.map((flow) => flow.reordered)),
      extents,
      corrupt: receiver?.corrupt ?? 0,
      foreign: receiver?.foreign ?? 0,
      errors: this.#errors,
      refused,
      skipped: source?.skipped ?? 0,
      bytesSent: source?.bytes ?? 0,
      bytesReceived: receiver?.bytes ?? 0,
      jitterDown: {
        sum: sum(flows.map((flow) => flow.jitter.sum)),
        updates: sum(flows.map((flow) => flow.jitter.updates)),
      },
      sendLag: this.#times?.sendLag ?? null,
      blocked: this.#times?.blocked ?? null,
      warmup: {
        sent: source?.warmupSent ?? 0,
        received: sum(receiver?.warmup.map((flow) => flow.received) ?? []),
      },
      sentIn: this.#sentIn.data(),
      refusedIn: this.#refusedIn.data(),
      skippedIn: this.#skippedIn.data(),
      receivedIn: this.#receivedIn.data(),
      lastSent: source?.lastSent ?? Number.NEGATIVE_INFINITY,
      firstReceived: receiver?.firstAt ?? Number.POSITIVE_INFINITY,
      lastReceived: receiver?.lastAt ?? Number.NEGATIVE_INFINITY,
      losses: receiver === null ? null : lossesOf(receiver),
    };
  }
}

function lossesOf({ flows, slots }: Receiver): StreamSummary['losses'] {
  const runs = new Map<number, number>();
  for (const flow of flows) mergeCounts(runs, flow.missingRuns());
  return { seen: flows.map((flow) => flow.highest + 1), runs, slots: slots.data() };
}

const sum = (values: ArrayLike<number>): number => {
  let all = 0;
  for (let i = 0; i < values.length; i++) all += values[i]!;
  return all;
};
