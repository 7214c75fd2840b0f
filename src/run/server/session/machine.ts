/** One session's state machines behind one Engine: echo, up, down or both; and the session's ledger from them. */

import { Stalls } from '../../../measure/delay/stalls.ts';
import { Goodput } from '../../../measure/goodput/goodput.ts';
import type { Engine } from '../../../session/engine.ts';
import type { Identity } from '../../../session/identity.ts';
import { Receiver } from '../../../session/receiver.ts';
import { Reflector } from '../../../session/reflector.ts';
import { burstOf } from '../../../session/schedule/burst.ts';
import { TokenBucket } from '../../../session/schedule/token-bucket.ts';
import { Source } from '../../../session/stream/source.ts';
import type { Nanos } from '../../../units.ts';
import { type Batch, BLOCKED, HEADER_BYTES } from '../../../wire/batch.ts';
import { START_LEAD } from '../../../wire/control.ts';
import { FLAG_DOWN, OFFSET_TIME, OFFSET_TRANSMITTED, readType, TYPE_OPEN } from '../../../wire/header.ts';
import type { Mac } from '../../../wire/mac.ts';
import type { SessionPlan } from '../flows/flow-engine.ts';

export interface MachineHost {
  writable(flow: number): boolean;
  /** An `open` came again on a flow's own socket: its answer was lost. */
  reopen(flow: number, batch: Batch, entry: number): void;
  ended(flow: number): void;
  done(): void;
  /** Bytes of a flow's receive buffer; null where the system does not tell. */
  receiveBuffer(): number | null;
}

/** Seconds of the ceiling that may leave at once; and that may come at once, which honest clients that wait never use up. */
const BURST_OUT = 1;
const BURST_IN = 3;
/** Added to the seed of a schedule. */
const STREAM_DOWN = 1_000_003;
/** What is over the limit is looked at again after so long, ns: it has no schedule that could be missed. */
const HELD = 5e6;
/** Answers on their way to clients that wait for each: what comes then is never discarded. */
const IN_FLIGHT = 4096;

export class SessionMachine implements Engine {
  readonly #plan: SessionPlan;
  readonly #host: MachineHost;
  readonly #mac: Mac | null;
  readonly reflector: Reflector | null;
  readonly receiver: Receiver;
  source: Source | null = null;
  readonly stalls = new Stalls();
  /** Where the port stamps the time of sending. */
  readonly stampAt: number;
  readonly finished = false;
  readonly #incoming: TokenBucket;
  readonly #outgoing: TokenBucket;
  /** Entries that came faster than the ceiling allows, and their bytes. */
  overLimit = 0;
  overLimitBytes = 0;
  /** Nothing leaves before, ns: the ceiling was reached. */
  #heldUntil = 0 as Nanos;
  #doneTold = false;
  /** The ledger is made: what comes now belongs to no run, and is neither counted nor answered. */
  frozen = false;

  constructor(plan: SessionPlan, mac: Mac | null, host: MachineHost) {
    this.#plan = plan;
    this.#host = host;
    const { ceiling } = plan;
    this.#incoming = new TokenBucket(ceiling, ceiling * BURST_IN + IN_FLIGHT + plan.granted.clients);
    this.#outgoing = new TokenBucket(ceiling, ceiling * BURST_OUT);
    this.#mac = mac;
    const { mode, transport } = plan.hello;
    const { clients } = plan.granted;
    const ordered = transport === 'tcp';
    const kept = { memory: plan.memory, goodput: goodputOf(plan) };
    this.reflector =
      mode === 'echo'
        ? new Reflector(this.#identity(0), clients, ordered, (flow) => host.writable(flow), kept)
        : null;
    this.receiver =
      this.reflector?.receiver ??
      new Receiver(this.#identity(0), { flows: clients, ordered, byPieces: ordered, ...kept });
    this.stampAt = mode === 'echo' ? OFFSET_TRANSMITTED : OFFSET_TIME;
  }

  #identity(flags: number): Identity {
    const { token, granted } = this.#plan;
    return { token, size: granted.size, flags, first: 0, step: 1, mac: this.#mac };
  }

  /** All flows are open: a stream down begins at `now`, the client a moment later. */
  start(now: number): void {
    this.stalls.begin(now + START_LEAD + this.#plan.hello.warmup);
    this.receiver.goodput?.announce(now + START_LEAD);
    const { hello, granted } = this.#plan;
    if ((hello.mode !== 'down' && hello.mode !== 'both') || this.source !== null) return;
    const pace = {
      flows: granted.clients,
      // Null: a flood, which the ceiling, the connection, and the bytes and duration granted bound.
      rate: granted.rate,
      arrivals: hello.arrivals ?? ('periodic' as const),
      // Apart from the seeds of the client's own generators.
      seed: (hello.seed ?? 0) + STREAM_DOWN,
      start: now,
      warmup: hello.warmup,
      duration: this.#plan.longest - hello.warmup,
      count: hello.count ?? Number.POSITIVE_INFINITY,
      offset: 0,
      threshold: hello.lossThreshold,
      burst: burstOf({
        transport: hello.transport,
        rate: granted.rate,
        size: granted.size,
        flows: granted.clients,
        receiveBuffer: this.#host.receiveBuffer(),
      }),
      stall: Number.POSITIVE_INFINITY,
    };
    this.source = new Source(this.#identity(FLAG_DOWN), pace, (flow) => this.#host.writable(flow));
  }

  ingest(batch: Batch, now: Nanos): void {
    if (this.frozen) return;
    this.#admit(batch, now);
    if (this.#plan.hello.transport === 'udp') this.#reopen(batch);
    if (this.reflector === null) this.receiver.ingest(batch, now);
    else this.reflector.ingest(batch, now);
  }

  /** Cuts off what is over the ceiling. A datagram longer than a probe counts as often as probes fit in it. */
  #admit(batch: Batch, now: Nanos): void {
    const room = this.#incoming.room(now);
    if (room === Number.POSITIVE_INFINITY) return;
    const { size } = this.#plan.granted;
    let kept = 0;
    let used = 0;
    for (; kept < batch.count; kept++) {
      const cost = batch.length[kept]! <= size ? 1 : Math.ceil(batch.length[kept]! / size);
      if (used + cost > room) break;
      used += cost;
    }
    this.#incoming.take(used);
    for (let entry = kept; entry < batch.count; entry++) this.overLimitBytes += batch.length[entry]!;
    this.overLimit += batch.count - kept;
    batch.count = kept;
  }

  #reopen(batch: Batch): void {
    for (let i = 0; i < batch.count; i++) {
      if (batch.length[i] === HEADER_BYTES && readType(batch.view, i * HEADER_BYTES) === TYPE_OPEN)
        this.#host.reopen(batch.flow[i]!, batch, i);
    }
  }

  poll(now: Nanos, out: Batch): Nanos {
    // Looking at what waits costs its whole length: not for every datagram that comes meanwhile.
    if (now < this.#heldUntil) return this.#heldUntil;
    const room = this.#outgoing.room(now);
    if (room >= out.capacity) return this.#poll(now, out);
    out.limit = room;
    const deadline = this.#poll(now, out);
    const held = out.full;
    out.limit = out.capacity;
    if (!held) return deadline;
    this.#heldUntil = Math.max(now + HELD, this.#outgoing.readyAtAfter(out.count)) as Nanos;
    return this.#heldUntil;
  }

  #poll(now: Nanos, out: Batch): Nanos {
    if (this.reflector !== null) return this.reflector.poll(now, out);
    if (this.source === null) return Number.POSITIVE_INFINITY as Nanos;
    const deadline = this.source.poll(now, out);
    if (this.source.finished && out.count === 0 && !this.#doneTold) {
      this.#doneTold = true;
      this.#host.done();
    }
    return deadline;
  }

  sent(batch: Batch): void {
    let left = 0;
    for (let i = 0; i < batch.count; i++) if (batch.status[i] !== BLOCKED) left++;
    this.#outgoing.take(left);
    if (this.reflector !== null) this.reflector.sent(batch);
    else this.source?.sent(batch);
  }

  stood(from: Nanos, to: Nanos): void {
    this.stalls.stood(from, to);
    this.reflector?.stood(from, to);
  }

  flowEnded(flow: number): void {
    this.#host.ended(flow);
    this.reflector?.flowEnded();
    this.source?.flowEnded(flow);
  }
}

/** undefined where the client asks for none. A run that a count ends has its own end. */
function goodputOf({ hello, granted }: SessionPlan): Goodput | undefined {
  const { interval, warmup, count } = hello;
  if (interval === undefined) return undefined;
  const byCount = count !== null || granted.duration === null;
  return new Goodput({
    warmup,
    interval,
    duration: byCount ? Number.POSITIVE_INFINITY : granted.duration! - warmup,
    ordered: hello.transport === 'tcp' && hello.mode !== 'echo',
  });
}
