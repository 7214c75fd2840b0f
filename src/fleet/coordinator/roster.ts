/** The agents of a fleet as their coordinator has heard of them: those that have come, and those that were chosen. */
import type { FromAgent, Piece, Report, Task } from '../protocol/messages.ts';
import { Member } from './member.ts';

export interface RosterOptions {
  /** Parts that an agent hands over, at most. */
  readonly parts: number;
  /** ns: its times less ours, where both read one clock; null: they do not. */
  readonly sameClock: (report: Report) => number | null;
  /** What an agent has measured: a whole part (its number), or where `part` is null a moment. */
  readonly measured: (member: Member, part: number | null, data: string) => void;
}

/** Agents that are kept while they are looked for. */
const MOST_PRESENT = 1024;

export class Roster {
  readonly #options: RosterOptions;
  readonly #present = new Map<string, Member>();
  #chosen: readonly Member[] = [];
  /** When the last one came. */
  cameAt: number;
  /** The instant at which they begin. */
  beginAt = Number.POSITIVE_INFINITY;

  constructor(options: RosterOptions, now: number) {
    this.#options = options;
    this.cameAt = now;
  }

  /** Those that were chosen, by name; before that, those that have come. */
  get members(): readonly Member[] {
    return this.#chosen.length > 0 ? this.#chosen : this.present;
  }

  get chosen(): readonly Member[] {
    return this.#chosen;
  }

  get present(): Member[] {
    return [...this.#present.values()].filter(({ gone }) => !gone);
  }

  /** Those that are still part of the run. */
  active(now: number): readonly Member[] {
    return this.#chosen.filter((member) => !member.lost(now) && member.report.state !== 'over');
  }

  choose(members: readonly Member[], tasks: readonly Task[]): void {
    this.#chosen = members;
    for (const [at, task] of tasks.entries()) members[at]!.assign(task, members.length);
  }

  heard(from: string, said: FromAgent, now: number): void {
    const known = this.#present.get(from);
    if (said.type === 'piece') this.#measured(known, said, now);
    else if (known !== undefined) known.hear(said, now, this.beginAt);
    else if (this.#chosen.length === 0 && this.#present.size < MOST_PRESENT) this.#came(from, said, now);
  }

  #measured(member: Member | undefined, piece: Piece, now: number): void {
    if (member?.task === undefined) return;
    const { measured } = this.#options;
    if (piece.part === null) {
      member.excused(now);
      measured(member, null, piece.data);
      return;
    }
    const whole = member.take(piece, now);
    if (whole !== undefined) measured(member, whole.part, whole.data);
  }

  #came(from: string, report: Report, now: number): void {
    const member = new Member(from, report, this.#options.parts, now);
    const offset = this.#options.sameClock(report);
    if (offset !== null) member.clock.same(offset);
    this.#present.set(from, member);
    this.cameAt = now;
  }

  /** Its process has ended. */
  gone(id: string): void {
    const member = this.#present.get(id);
    if (member !== undefined) member.gone = true;
  }

  /** They could not be heard until now. */
  excuse(now: number): void {
    for (const member of this.#chosen) member.excused(now);
  }
}
