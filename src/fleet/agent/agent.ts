/**
 * One machine of a fleet, without I/O: what it says, what it is told, and what follows from that. Whoever runs it hands in
 * messages, the time and what its run does, and does what {@link Agent.take} gives.
 *
 * It does one run at a time. A coordinator that falls silent has left: the run is stopped, and what was measured is kept for
 * a while, in case it was only the broker that was away.
 */
import * as v from 'valibot';
import { Newest } from '../protocol/envelope.ts';
import {
  type AgentState,
  CallSchema,
  type Failure,
  type Order,
  OrderSchema,
  type Report,
  type Task,
} from '../protocol/messages.ts';
import { Outgoing } from '../protocol/pieces.ts';
import { ANSWER_EVERY, DESERTED, KEPT, REPORT_EVERY, STATE_EVERY } from '../times.ts';
import type { Act, AgentOptions } from './acts.ts';

const COORDINATORS = 64;

export class Agent {
  readonly #options: AgentOptions;
  readonly #calls = new Newest(COORDINATORS);
  /** Apart from calls: coordinators that were recorded, and are played again, push no order out of memory. */
  readonly #orders = new Newest(COORDINATORS);
  #acts: Act[] = [];
  #n = 0;
  #ticket: string;
  /** The coordinator's number; null: none. */
  #run: string | null = null;
  #state: AgentState = 'free';
  #group = 0;
  #failure: Failure | null = null;
  #ready: Report['ready'] = null;
  #begun: number | null = null;
  #stopped = 0;
  #heard: Report['heard'] = null;
  #heardAt = 0;
  /** When it last said anything, and how it is. */
  #saidAt = Number.NEGATIVE_INFINITY;
  #toldAt = Number.NEGATIVE_INFINITY;
  /** Apart: however often strangers call, whoever has the key is answered. */
  readonly #answeredAt = { heard: Number.NEGATIVE_INFINITY, unheard: Number.NEGATIVE_INFINITY };
  #outgoing = new Outgoing();

  constructor(options: AgentOptions) {
    this.#options = options;
    this.#ticket = options.ticket();
  }

  get state(): AgentState {
    return this.#state;
  }

  /** What is to be done, in order. */
  take(): Act[] {
    const acts = this.#acts;
    this.#acts = [];
    return acts;
  }

  message(subject: string, bytes: Uint8Array, now: number): void {
    const { subjects, id, seal } = this.#options;
    const opened = seal.open(subject, bytes);
    if ('unheard' in opened) {
      // Who calls without the key is told that somebody is here, who has another: nothing else follows from it.
      if (subject === subjects.all && opened.from !== null) this.#answer(opened.from, now, 'unheard');
      return;
    }
    const { from, to, n, body } = opened;
    if (subject === subjects.all) {
      const call = v.safeParse(CallSchema, body);
      if (!call.success || !this.#calls.accepts(from, n)) return;
      if (from === this.#run) this.#heardAt = now;
      this.#answer(from, now, 'heard');
    } else if (subject === subjects.agent(id) && to === this.#ticket) {
      const order = v.safeParse(OrderSchema, body);
      const ours = this.#run === null || this.#run === from;
      if (order.success && ours && this.#orders.accepts(from, n)) this.#ordered(from, order.output, now);
    }
  }

  /** Everybody who calls is told who is here, and whether it is free. */
  #answer(from: string, now: number, whom: 'heard' | 'unheard'): void {
    if (now < this.#answeredAt[whom] + ANSWER_EVERY) return;
    this.#answeredAt[whom] = now;
    this.#say(this.#report(now), from);
  }

  #ordered(from: string, order: Order, now: number): void {
    if (this.#run === null && order.task === undefined) return;
    this.#heard = { at: order.at, came: now };
    this.#heardAt = now;
    if (order.release) {
      this.#forget();
      // With its new ticket: the coordinator need not say it again.
      this.#say(this.#report(now), from);
      return;
    }
    if (this.#run === null) this.#begin(from, order.task!);
    this.#arm(order.begin);
    if (order.stop > this.#stopped) this.#stop(order.stop, false);
    for (const { part, chunks } of order.got) this.#outgoing.acknowledged(part, chunks, now);
    // While it runs, what it tells each second is answer enough.
    if (this.#state !== 'running') this.#tell(now);
    this.#pass(now);
  }

  #begin(run: string, task: Task): void {
    this.#run = run;
    const refusal = this.#options.refusal(task);
    this.#failure = refusal ?? null;
    this.#state = refusal === undefined ? 'preparing' : 'refused';
    if (refusal === undefined) this.#acts.push({ act: 'prepare', task });
  }

  #arm(begin: Order['begin']): void {
    if (begin === null || begin.group !== this.#group || this.#stopped > 0) return;
    if (this.#state !== 'ready' && this.#state !== 'armed') return;
    this.#state = 'armed';
    this.#acts.push({ act: 'begin', ...begin });
  }

  #stop(how: number, deserted: boolean): void {
    this.#stopped = how;
    this.#acts.push({ act: 'stop', hurry: how > 1, deserted });
  }

  #forget(): void {
    const running = this.#state !== 'free' && this.#state !== 'refused';
    this.#run = null;
    this.#ticket = this.#options.ticket();
    this.#state = 'free';
    this.#group = 0;
    this.#failure = null;
    this.#ready = null;
    this.#begun = null;
    this.#stopped = 0;
    this.#heard = null;
    this.#outgoing = new Outgoing();
    if (running) this.#acts.push({ act: 'forget' });
  }

  /** @returns when to call again */
  poll(now: number): number {
    if (this.#run === null) return Number.POSITIVE_INFINITY;
    if (now >= this.#heardAt + KEPT) {
      this.#forget();
      return Number.POSITIVE_INFINITY;
    }
    const deserted = this.#heardAt + DESERTED;
    if (now >= deserted && this.#stopped === 0 && this.#state !== 'over') this.#stop(1, true);
    if (now >= this.#due) this.#tell(now);
    this.#pass(now);
    const next = Math.min(this.#due, this.#outgoing.deadline);
    return Math.min(next, now < deserted ? deserted : this.#heardAt + KEPT);
  }

  get #due(): number {
    // What it measures comes once a second, not to the millisecond.
    const quiet = REPORT_EVERY * (this.#state === 'running' ? 1.5 : 1);
    return Math.min(this.#saidAt + quiet, this.#toldAt + STATE_EVERY);
  }

  /** The run's flows are open. */
  prepared(group: number, ready: NonNullable<Report['ready']>, now: number): void {
    if (this.#run === null || this.#state === 'refused') return;
    this.#group = group;
    this.#ready = ready;
    this.#begun = null;
    this.#state = 'ready';
    this.#tell(now);
  }

  /** @param at by this machine's clock */
  begun(at: number, now: number): void {
    if (this.#state !== 'armed') return;
    this.#begun = at;
    this.#state = 'running';
    this.#tell(now);
  }

  /** What a transport has measured so far, packed. */
  moment(data: string, now: number): void {
    if (this.#state !== 'running') return;
    this.#saidAt = now;
    this.#say({ type: 'piece', part: null, index: 0, of: 1, data });
  }

  /** All that a transport has measured, packed. */
  part(data: string, now: number): void {
    if (this.#run === null) return;
    this.#outgoing.add(data);
    this.#pass(now);
  }

  /** The run has ended. */
  over(failure: Failure | null, now: number): void {
    if (this.#run === null || this.#state === 'refused') return;
    this.#failure = failure;
    this.#state = 'over';
    this.#tell(now);
  }

  /** All that was measured has been fetched, or nobody wants it. */
  get delivered(): boolean {
    return this.#run === null || (this.#state === 'over' && this.#outgoing.done);
  }

  #tell(now: number): void {
    this.#saidAt = now;
    this.#toldAt = now;
    this.#say(this.#report(now));
  }

  #pass(now: number): void {
    for (const piece of this.#outgoing.take(now)) this.#say(piece);
  }

  #report(now: number): Report {
    const { name, tool, host, clock } = this.#options;
    return {
      type: 'report',
      name,
      tool,
      host,
      clock,
      at: now,
      heard: this.#heard,
      ticket: this.#ticket,
      state: this.#state,
      group: this.#group,
      failure: this.#failure,
      ready: this.#ready,
      begun: this.#begun,
      parts: this.#outgoing.count,
    };
  }

  #say(body: object, to = this.#run): void {
    const { subjects, seal, id } = this.#options;
    const bytes = seal.close(subjects.coordinator, { from: id, to, n: ++this.#n }, body);
    this.#acts.push({ act: 'say', subject: subjects.coordinator, bytes });
  }
}
