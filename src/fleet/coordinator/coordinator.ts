/**
 * Whoever leads a fleet through one run, without I/O: finds the agents, gives each its share, lets them begin at one
 * instant, and waits for what they have measured. Time is an argument; messages come by {@link Coordinator.message} and
 * leave by {@link Coordinator.take}.
 */
import { middle } from '../protocol/clock-bound.ts';
import type { Failure, Order, Task } from '../protocol/messages.ts';
import { CLAIM, LEAD, MOST_CLOCK, ORDER_EVERY, ORDER_SOON } from '../times.ts';
import { disagreement } from './agreement.ts';
import { Mail, type MailOptions, type RivalCall, type Said } from './mail.ts';
import type { Member } from './member.ts';
import { unprepared } from './preparing.ts';
import { callTheRoll } from './roll.ts';
import { Roster, type RosterOptions } from './roster.ts';

export type Stage = 'claim' | 'gather' | 'prepare' | 'clock' | 'begin' | 'run' | 'release' | 'done';

export interface CoordinatorOptions extends MailOptions, RosterOptions {
  readonly fleet: string;
  readonly wanted: number;
  /** The bus is of this process: nobody else leads on it. */
  readonly alone?: boolean;
  /** ns until enough agents must be there. */
  readonly patience: number;
  /** Where the run goes, for what is said. */
  readonly target: string;
  /** A share for each of so many. */
  readonly tasks: (agents: number) => readonly Task[];
}

const CALL_EVERY = 200e6;
const EXCHANGE_EVERY = 40e6;
const RELEASE = 1.5e9;
/** A bus that stays away for so long does not come back. */
const AWAY = 60e9;

export class Coordinator {
  readonly #options: CoordinatorOptions;
  readonly #mail: Mail;
  readonly #roster: Roster;
  #stage: Stage = 'claim';
  #since: number;
  #preparing = 0;
  #calledAt = Number.NEGATIVE_INFINITY;
  #orderedAt = Number.NEGATIVE_INFINITY;
  #group = 0;
  #stop: Order['stop'] = 0;
  #awaySince: number | null = null;
  /** Why nothing was measured, or not all. */
  failure: Failure | null = null;
  interrupted = false;

  constructor(options: CoordinatorOptions, now: number) {
    this.#options = options;
    this.#mail = new Mail(options);
    this.#roster = new Roster(options, now);
    this.#since = now;
  }

  get stage(): Stage {
    return this.#stage;
  }

  /** Those that were chosen, by name; before that, those that have come. */
  get members(): readonly Member[] {
    return this.#roster.members;
  }

  /** The instant of the present group, by our clock; Infinity: not known yet. */
  get beginAt(): number {
    return this.#roster.beginAt;
  }

  get away(): boolean {
    return this.#awaySince !== null;
  }

  take(): Said[] {
    return this.#mail.take();
  }

  message(subject: string, bytes: Uint8Array, now: number): void {
    const read = this.#mail.read(subject, bytes);
    if (read === undefined) return;
    if ('call' in read) this.#rival(read, now);
    else this.#roster.heard(read.from, read.said, now);
    this.poll(now);
  }

  /** One name: whoever was first stays, of two at once the lower number. Only answers count: calls may be recorded ones. */
  #rival({ from, call: { settled }, answer }: RivalCall, now: number): void {
    const { fleet, id } = this.#options;
    const claims = this.#stage === 'claim';
    if (answer && claims && (settled || from < id))
      this.#enter({ code: 'fleet-taken', operation: 'gather', details: { fleet } }, now);
    else if (!answer && (claims || !settled) && this.failure?.code !== 'fleet-taken')
      this.#mail.call(!claims, from);
  }

  /** Its process has ended. */
  gone(id: string, now: number): void {
    this.#roster.gone(id);
    this.poll(now);
  }

  /** Nothing reaches anybody while the bus is away: nobody's silence counts. */
  setAway(is: boolean, now: number): void {
    if (is) this.#awaySince ??= now;
    else if (this.#awaySince !== null) {
      this.#awaySince = null;
      this.#roster.excuse(now);
      this.#order(now);
    }
  }

  /** Ends it early: what is on its way is still awaited; a second time, not even that. */
  stop(now: number): void {
    this.interrupted = true;
    if (this.#stage === 'run') this.#stop = this.#stop === 0 ? 1 : 2;
    else if (this.#stage !== 'done') this.#enter('release', now);
    this.#order(now);
  }

  /** @returns when to call again */
  poll(now: number): number {
    for (let next = this.#next(now); next !== undefined; next = this.#next(now)) this.#enter(next, now);
    if (this.#stage === 'done') return Number.POSITIVE_INFINITY;
    if (this.#calling && now >= this.#calledAt + CALL_EVERY) this.#call(now);
    const pending = this.#roster.chosen.some((member) => member.pending);
    if (pending || now >= this.#orderedAt + this.#pace) this.#order(now);
    return this.#calling ? this.#calledAt + CALL_EVERY : this.#orderedAt + this.#pace;
  }

  get #calling(): boolean {
    return this.#stage === 'claim' || this.#stage === 'gather';
  }

  get #pace(): number {
    if (this.#stage === 'clock') return EXCHANGE_EVERY;
    return this.#stage === 'run' ? ORDER_EVERY : ORDER_SOON;
  }

  /** @param next a stage, or why there is none but the last */
  #enter(next: Stage | Failure, now: number): void {
    if (typeof next !== 'string') this.failure ??= next;
    this.#stage = typeof next === 'string' ? next : 'release';
    this.#since = now;
    this.#orderedAt = Number.NEGATIVE_INFINITY;
  }

  /** undefined: it stays as it is. */
  #next(now: number): Stage | Failure | undefined {
    const since = now - this.#since;
    if (this.#stage === 'done') return undefined;
    if (this.#awaySince !== null && now >= this.#awaySince + AWAY) return this.#lostBus();
    switch (this.#stage) {
      case 'claim':
        return this.#options.alone === true || since >= CLAIM ? 'gather' : undefined;
      case 'gather':
        return this.#gather(now);
      case 'prepare':
        return this.#unprepared(now) ?? this.#prepared(now);
      case 'clock':
        return this.#unprepared(now) ?? this.#clocksKnown(now);
      case 'begin':
        return now >= this.#roster.beginAt ? 'run' : undefined;
      case 'run':
        return this.#ran(now);
      case 'release':
        return since >= RELEASE || this.#released(now) ? 'done' : undefined;
    }
  }

  #lostBus(): Stage {
    this.failure ??= { code: 'bus-lost', operation: 'measure', details: { seconds: AWAY / 1e9 } };
    return 'done';
  }

  #gather(now: number): Stage | Failure | undefined {
    const { present, cameAt } = this.#roster;
    const waited = now - this.#since;
    const context = { quiet: now - cameAt, waited, unheard: this.#mail.unheard };
    const { chosen, failure } = callTheRoll(present, { ...this.#options, ...context });
    if (chosen === undefined) return failure;
    this.#roster.choose(chosen, this.#options.tasks(chosen.length));
    this.#preparing = now;
    return 'prepare';
  }

  /** Of the first group: of a later one, whoever is there goes on. */
  #unprepared(now: number): Failure | undefined {
    if (this.#group > 0) return undefined;
    const { target } = this.#options;
    return unprepared(this.#roster.chosen, { now, since: this.#preparing, away: this.away, target });
  }

  #prepared(now: number): Stage | Failure | undefined {
    const active = this.#roster.active(now);
    if (active.length === 0) return 'run';
    if (!active.every((member) => this.#isReady(member, this.#group))) return undefined;
    return disagreement(active) ?? 'clock';
  }

  #isReady = ({ report }: Member, group: number): boolean =>
    report.state === 'ready' && report.group === group;

  #clocksKnown(now: number): Stage | undefined {
    const clocks = this.#roster.active(now).map(({ clock }) => clock);
    const patient = now < this.#since + MOST_CLOCK;
    if (!clocks.every((clock) => (patient ? clock.isKnown(now) : clock.exchanges > 0))) return undefined;
    this.#roster.beginAt = now + LEAD;
    return 'begin';
  }

  #ran(now: number): Stage | undefined {
    if (this.away) return undefined;
    if (this.#roster.chosen.every((member) => member.delivered || member.lost(now))) return 'release';
    const active = this.#roster.active(now);
    if (active.length === 0 || !active.every((member) => this.#isReady(member, this.#group + 1)))
      return undefined;
    this.#group++;
    this.#roster.beginAt = Number.POSITIVE_INFINITY;
    return 'prepare';
  }

  #released(now: number): boolean {
    return this.#roster.chosen.every((member) => member.left || member.lost(now));
  }

  #call(now: number): void {
    this.#calledAt = now;
    this.#mail.call(this.#stage !== 'claim', null);
  }

  #order(now: number): void {
    this.#orderedAt = now;
    const release = this.#stage === 'release';
    for (const member of this.#roster.chosen) {
      if (member.gone || member.left) continue;
      const begin = this.#beginOf(member);
      this.#mail.order(member.id, member.order(now, { begin, stop: this.#stop, release }));
    }
  }

  #beginOf({ clock }: Member): Order['begin'] {
    if (!Number.isFinite(this.#roster.beginAt)) return null;
    const bound = clock.at(this.#roster.beginAt);
    return bound === null ? null : { group: this.#group, at: this.#roster.beginAt + middle(bound) };
  }
}
