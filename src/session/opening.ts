/**
 * Opening of a client's flows: an `open` header on each, until its `opened` comes back. Over UDP it is sent again every
 * 200 ms, because either can be lost; over TCP once. Counted nowhere.
 */
import type { Nanos } from '../units.ts';
import { type Batch, BLOCKED, HEADER_BYTES, SENT } from '../wire/batch.ts';
import {
  FLAG_ANSWER,
  hasToken,
  readFlow,
  readType,
  TYPE_OPEN,
  TYPE_OPENED,
  writeProbe,
} from '../wire/header.ts';
import type { Engine } from './engine.ts';
import type { Identity } from './identity.ts';

/** ns between two `open` datagrams of a flow. */
export const OPEN_EVERY = 200e6;
/** More than this at once would only fill the buffers of the server's one listening socket, ns apart. */
const BURST = 64;
const BURST_EVERY = 2e6;

export class Opening implements Engine {
  readonly #identity: Identity;
  readonly #again: number;
  /** When a flow's `open` is due; Infinity: it is open, or waits for an answer that TCP will bring. */
  readonly #due: Float64Array;
  readonly #isOpen: Uint8Array;
  readonly #ended: Uint8Array;
  #turn = 0;
  /** Flows whose `opened` has come, and flows that ended before it. */
  opened = 0;
  failed = 0;
  /** The last errno with which the system refused one; 0: none. */
  refused = 0;

  /** @param tcp reliable: each `open` is sent once */
  constructor(identity: Identity, flows: number, tcp: boolean, start: Nanos) {
    this.#identity = identity;
    this.#again = tcp ? Number.POSITIVE_INFINITY : OPEN_EVERY;
    this.#due = new Float64Array(flows);
    this.#isOpen = new Uint8Array(flows);
    this.#ended = new Uint8Array(flows);
    for (let flow = 0; flow < flows; flow++) {
      this.#due[flow] = start + (tcp ? 0 : Math.floor(flow / BURST) * BURST_EVERY);
    }
  }

  get finished(): boolean {
    return this.opened + this.failed === this.#due.length;
  }

  isOpen(flow: number): boolean {
    return this.#isOpen[flow] === 1;
  }

  ingest(batch: Batch): void {
    const { token, first, step } = this.#identity;
    for (let i = 0; i < batch.count; i++) {
      const at = i * HEADER_BYTES;
      const flow = batch.flow[i]!;
      if (batch.length[i]! < HEADER_BYTES || readType(batch.view, at) !== TYPE_OPENED) continue;
      if (!hasToken(batch.view, at, token) || readFlow(batch.view, at) !== first + flow * step) continue;
      if (this.#isOpen[flow] !== 0 || this.#ended[flow] !== 0) continue;
      this.#isOpen[flow] = 1;
      this.#due[flow] = Number.POSITIVE_INFINITY;
      this.opened++;
    }
  }

  poll(now: Nanos, out: Batch): Nanos {
    const flows = this.#due.length;
    let next = Number.POSITIVE_INFINITY;
    for (let tried = 0; tried < flows; tried++) {
      const flow = (this.#turn + tried) % flows;
      if (this.#due[flow]! <= now) {
        if (out.full) {
          this.#turn = flow;
          return now;
        }
        this.#write(out, flow);
        this.#due[flow] = now + this.#again;
      }
      next = Math.min(next, this.#due[flow]!);
    }
    return next as Nanos;
  }

  #write(out: Batch, flow: number): void {
    const { token, first, step, mac } = this.#identity;
    const entry = out.count++;
    const at = entry * HEADER_BYTES;
    writeProbe(out.view, at, TYPE_OPEN, 0, first + flow * step, token, 0);
    mac?.sign(out.view, at);
    out.flow[entry] = flow;
    out.length[entry] = HEADER_BYTES;
  }

  sent(batch: Batch): void {
    for (let i = 0; i < batch.count; i++) {
      const flow = batch.flow[i]!;
      // What was refused (such as an ICMP error of the one before) is repeated like what was lost.
      const status = batch.status[i]!;
      if (status === SENT || this.isOpen(flow)) continue;
      if (status !== BLOCKED) this.refused = status;
      if (status === BLOCKED || this.#again === Number.POSITIVE_INFINITY)
        this.#due[flow] = batch.time[i]! + BURST_EVERY;
    }
  }

  flowEnded(flow: number): void {
    if (this.#ended[flow] === 1) return;
    this.#ended[flow] = 1;
    this.#due[flow] = Number.POSITIVE_INFINITY;
    if (!this.isOpen(flow)) this.failed++;
  }
}

/**
 * The server's end: whether an entry is this session's `open`, once more (its `opened` was lost); if so it is made the
 * answer in place, ready to be sent back on the same flow.
 */
export function answerOpen(identity: Identity, batch: Batch, entry: number): boolean {
  const at = entry * HEADER_BYTES;
  const { view } = batch;
  if (batch.length[entry] !== HEADER_BYTES || readType(view, at) !== TYPE_OPEN) return false;
  const flow = readFlow(view, at);
  if (!hasToken(view, at, identity.token)) return false;
  if (flow !== identity.first + batch.flow[entry]! * identity.step) return false;
  writeProbe(view, at, TYPE_OPENED, FLAG_ANSWER, flow, identity.token, 0);
  identity.mac?.sign(view, at);
  return true;
}
