/**
 * The client of an echo: sends probes by schedule or on each answer, and keeps the ledgers of warm-up and measured part.
 *
 * The ledger closes when every probe is answered, else at the last actual send plus the loss threshold.
 */
import type { DelaySplit } from '../measure/delay/split.ts';
import { Stalls } from '../measure/delay/stalls.ts';
import { Goodput } from '../measure/goodput/goodput.ts';
import type { Ledger } from '../measure/ledger/ledger.ts';
import type { Nanos } from '../units.ts';
import { type Batch, BLOCKED, HEADER_BYTES, readTime, SENT } from '../wire/batch.ts';
import {
  OFFSET_RECEIVED,
  OFFSET_SEQUENCE,
  OFFSET_TIME,
  OFFSET_TRANSMITTED,
  readDoubt,
  readNumber,
} from '../wire/header.ts';
import { type ClosedLoop, closedLoopOf } from './closed-loop.ts';
import type { Engine, Writable } from './engine.ts';
import { admit, CORRUPT, FOREIGN } from './identity.ts';
import { Outbox } from './outbox.ts';
import type { PlainAnswers } from './plain/answers.ts';
import type { Due } from './schedule/due.ts';
import { Pacer } from './schedule/pacer.ts';
import { ledgersOf } from './sender-ledgers.ts';
import type { SenderOptions } from './sender-options.ts';
import { type SilenceData, SilenceLog } from './silence-log.ts';

export class Sender implements Engine {
  readonly #options: SenderOptions;
  readonly #due: Due;
  readonly #closedLoop: ClosedLoop | undefined;
  readonly measured: Ledger;
  readonly warmup: Ledger | null;
  /** Of the answers, each once. */
  readonly goodput: Goodput;
  readonly #outbox: Outbox;
  bytesSent = 0;
  bytesReceived = 0;
  lastActivity = Number.NEGATIVE_INFINITY;
  #finished = false;
  /** Flows that ended while they were still needed. */
  endedFlows = 0;
  readonly split: DelaySplit | undefined;
  readonly silence: SilenceLog;
  readonly stalls: Stalls;
  /** What came of the opening of flows. */
  openings = 0;
  /** Of a plain echo; undefined: what answers is ours. */
  readonly answers: PlainAnswers | undefined;

  constructor(options: SenderOptions, writable: Writable) {
    const { pace, closedLoop, interval, tcp } = options;
    this.#options = options;
    if (closedLoop) this.#closedLoop = closedLoopOf(options);
    this.#due =
      this.#closedLoop ??
      new Pacer(pace, writable, (intended, at, since) => {
        const warm = intended < this.#due.measuredFrom;
        (warm ? this.warmup! : this.measured).skipped(intended, at, since);
      });
    this.stalls = new Stalls(this.#due.measuredFrom);
    const { measured, warmup, split } = ledgersOf(options, this.#due.measuredFrom, this.stalls);
    this.measured = measured;
    this.warmup = warmup;
    this.split = split;
    const duration = Number.isFinite(pace.count) ? Number.POSITIVE_INFINITY : pace.duration;
    this.goodput = new Goodput({ warmup: pace.warmup, duration, interval, ordered: false });
    this.goodput.announce(pace.start);
    this.silence = new SilenceLog(tcp ? 'tcp' : 'udp', pace.start);
    this.#outbox = new Outbox(options.identity, pace.flows, this.#due.measuredFrom);
    this.answers = options.answers;
    this.answers?.attach({
      ordinary: (one) => this.ingest(one),
      heard: (at) => this.silence.came(at, Number.POSITIVE_INFINITY, this.#due.dueBy(at), this.#due.waiting),
      settled: (flow, { number, warm }, at) => this.#closedLoop?.answered(flow, number, warm, at),
    });
  }

  /** Start of the measured part. */
  get measuredFrom(): number {
    return this.#due.measuredFrom;
  }

  /** It was given up because nothing moved any more. */
  get stalled(): boolean {
    return this.#due.stalled;
  }

  /** Sent in vain: no answer came to a single probe. */
  get unanswered(): boolean {
    return this.bytesSent > 0 && this.bytesReceived === 0 && this.answers?.some !== true;
  }

  get patient(): boolean {
    return this.#closedLoop === undefined;
  }

  /** No probe will be sent any more; answers are still awaited. */
  draining(now: number): boolean {
    return this.#due.finished(now);
  }

  get finished(): boolean {
    return this.#finished;
  }

  poll(now: Nanos, out: Batch): Nanos {
    const due = this.#due;
    const look = this.answers?.look(now) ?? Number.POSITIVE_INFINITY;
    while (!out.full && due.next(now)) this.#outbox.write(out, due);
    if (out.count > 0) return (out.full ? now : Math.min(look, due.deadline)) as Nanos;
    const next = due.finished(now) ? this.#drain(now) : due.deadline;
    return Math.min(look, next) as Nanos;
  }

  #drain(now: number): Nanos {
    const warm = this.warmup;
    const open = this.measured.open + (warm?.open ?? 0);
    const last = Math.max(this.measured.lastSent, warm?.lastSent ?? Number.NEGATIVE_INFINITY);
    const closesAt = last + (this.#options.patience ?? this.#options.lossThreshold);
    // Strictly after the threshold: an answer exactly at it is still in time.
    if (open === 0 || now > closesAt) {
      if (!this.#finished) this.answers?.end();
      this.#finished = true;
      return Number.POSITIVE_INFINITY as Nanos;
    }
    return (closesAt + 1) as Nanos;
  }

  sent(batch: Batch): void {
    let blocked = false;
    for (let i = 0; i < batch.count; i++) {
      if (batch.status[i] === BLOCKED) blocked = true;
      else this.#left(batch, i);
    }
    if (blocked) this.#outbox.takeBack(batch, this.#due);
  }

  #left(batch: Batch, entry: number): void {
    const flow = batch.flow[entry]!;
    const number = readNumber(batch.view, entry * HEADER_BYTES);
    const warm = this.#outbox.isWarm(batch, entry);
    const ledger = warm ? this.warmup! : this.measured;
    const at = batch.time[entry]!;
    const status = batch.status[entry]!;
    const intended = this.#outbox.intended[entry]!;
    const since = this.#outbox.since[entry]!;
    if (status !== SENT) {
      const errno = this.#options.errnoName(status);
      ledger.refused(flow, number, at, errno, intended, since);
      this.silence.refused(errno, at);
      this.#closedLoop?.refused(flow, at);
      return;
    }
    ledger.sent(flow, number, intended, at, since);
    this.#closedLoop?.sent(flow, number, warm, at);
    const offset = entry * HEADER_BYTES;
    this.answers?.sent(flow, Uint8Array.prototype.slice.call(batch.headers, offset, offset + HEADER_BYTES));
    if (!warm) this.bytesSent += batch.length[entry]!;
    if (at > this.lastActivity) this.lastActivity = at;
  }

  ingest(batch: Batch): void {
    for (let i = 0; i < batch.count; i++) this.#arrived(batch, i);
  }

  #arrived(batch: Batch, entry: number): void {
    const { identity, plainEcho } = this.#options;
    const flow = admit(identity, batch, entry);
    if (flow < 0) {
      if (flow === CORRUPT) this.measured.corrupt();
      else if (flow === FOREIGN) this.measured.foreign();
      else this.openings++;
      return;
    }
    const { view } = batch;
    const offset = entry * HEADER_BYTES;
    const warm = this.#outbox.isWarm(batch, entry);
    const ledger = warm ? this.warmup : this.measured;
    if (ledger === null) {
      this.measured.foreign();
      return;
    }
    const number = readNumber(view, offset);
    const at = batch.time[entry]!;
    const sentAt = readTime(view, offset + OFFSET_TIME);
    const arrival = ledger.arrived(
      flow,
      number,
      at,
      plainEcho ? -1 : readTime(view, offset + OFFSET_SEQUENCE),
      plainEcho ? Number.NaN : readTime(view, offset + OFFSET_TRANSMITTED),
      sentAt,
      plainEcho ? Number.NaN : readTime(view, offset + OFFSET_RECEIVED),
      batch.unread[entry]!,
      batch.unsure[entry]!,
      plainEcho ? 0 : readDoubt(view, offset),
    );
    if (arrival !== 'received' && arrival !== 'late') return;
    this.goodput.arrived(at, batch.length[entry]!);
    if (!warm) this.bytesReceived += batch.length[entry]!;
    if (at > this.lastActivity) this.lastActivity = at;
    this.#closedLoop?.answered(flow, number, warm, at);
    this.silence.came(at, at - sentAt, this.#due.dueBy(at), this.#due.waiting);
  }

  stood(from: Nanos, to: Nanos): void {
    this.silence.stood(from, to);
    this.stalls.stood(from, to);
  }

  /** See SilenceLog. */
  silenceData(now: number): SilenceData {
    return this.silence.data(now, this.#due.dueBy(now), this.#due.lastDue);
  }

  flowEnded(flow: number, errno: number | null, now: Nanos): void {
    if (this.#options.connecting === true) {
      this.measured.error();
      this.#closedLoop?.refused(flow, now);
      return;
    }
    this.endedFlows++;
    if (errno === null) this.answers?.ended(flow);
    this.#due.drop(flow);
    this.warmup?.flowEnded(flow);
    this.measured.flowEnded(flow);
    if (errno !== null) this.measured.error();
  }

  /** Send no more; what is on its way is still awaited. */
  halt(now: number): void {
    this.#due.halt();
    this.goodput.end(now - this.measuredFrom);
  }
}
