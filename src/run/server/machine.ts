/** One session's state machines behind one Engine: echo, up, down or both; and the session's ledger from them. */
import type { Engine } from '../../session/engine.ts';
import type { Identity } from '../../session/identity.ts';
import { Receiver } from '../../session/receiver.ts';
import { Reflector } from '../../session/reflector.ts';
import { Source } from '../../session/source.ts';
import type { Nanos } from '../../units.ts';
import { type Batch, HEADER_BYTES } from '../../wire/batch.ts';
import { FLAG_DOWN, OFFSET_TIME, OFFSET_TRANSMITTED, readType, TYPE_OPEN } from '../../wire/header.ts';
import type { Mac } from '../../wire/mac.ts';
import type { SessionPlan } from './flow-engine.ts';

export interface MachineHost {
  writable(flow: number): boolean;
  /** An `open` came again on a flow's own socket: its answer was lost. */
  reopen(flow: number, batch: Batch, entry: number): void;
  ended(flow: number): void;
  done(): void;
}

export class SessionMachine implements Engine {
  readonly #plan: SessionPlan;
  readonly #host: MachineHost;
  readonly #mac: Mac | null;
  readonly reflector: Reflector | null;
  readonly receiver: Receiver;
  source: Source | null = null;
  /** Where the port stamps the time of sending. */
  readonly stampAt: number;
  readonly finished = false;
  #doneTold = false;

  constructor(plan: SessionPlan, mac: Mac | null, host: MachineHost) {
    this.#plan = plan;
    this.#host = host;
    this.#mac = mac;
    const { mode, transport } = plan.hello;
    const { clients } = plan.granted;
    const ordered = transport === 'tcp';
    this.reflector =
      mode === 'echo'
        ? new Reflector(this.#identity(0), clients, ordered, (flow) => host.writable(flow))
        : null;
    this.receiver = this.reflector?.receiver ?? new Receiver(this.#identity(0), clients, ordered);
    this.stampAt = mode === 'echo' ? OFFSET_TRANSMITTED : OFFSET_TIME;
  }

  #identity(flags: number): Identity {
    const { token, granted } = this.#plan;
    return { token, size: granted.size, flags, first: 0, step: 1, mac: this.#mac };
  }

  /** All flows are open: a stream down begins at `now`. */
  start(now: number): void {
    const { hello, granted } = this.#plan;
    if ((hello.mode !== 'down' && hello.mode !== 'both') || this.source !== null) return;
    const pace = {
      flows: granted.clients,
      // A flood without a granted rate is bounded by what the connection takes, and by the bytes and duration granted.
      rate: granted.rate,
      arrivals: 'periodic' as const,
      seed: 0,
      start: now,
      warmup: hello.warmup,
      duration: granted.duration === null ? Number.POSITIVE_INFINITY : granted.duration - hello.warmup,
      count: hello.count ?? Number.POSITIVE_INFINITY,
      offset: 0,
    };
    this.source = new Source(this.#identity(FLAG_DOWN), pace, (flow) => this.#host.writable(flow));
  }

  ingest(batch: Batch): void {
    if (this.#plan.hello.transport === 'udp') this.#reopen(batch);
    if (this.reflector === null) this.receiver.ingest(batch);
    else this.reflector.ingest(batch);
  }

  #reopen(batch: Batch): void {
    for (let i = 0; i < batch.count; i++) {
      if (batch.length[i] === HEADER_BYTES && readType(batch.view, i * HEADER_BYTES) === TYPE_OPEN)
        this.#host.reopen(batch.flow[i]!, batch, i);
    }
  }

  poll(now: Nanos, out: Batch): Nanos {
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
    if (this.reflector !== null) this.reflector.sent(batch);
    else this.source?.sent(batch);
  }

  flowEnded(flow: number): void {
    this.#host.ended(flow);
    this.reflector?.flowEnded();
    this.source?.flowEnded(flow);
  }
}
