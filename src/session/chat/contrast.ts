/** A contrast: the same numbered lines over TCP and over UDP to everybody, at an even pace. */
import type { Hall } from './hall.ts';
import type { Member } from './member.ts';

/** ns between two lines. */
const PACE = 40e6;
/** ns that stragglers have after the last line. */
const GRACE = 1500e6;

export class Contrast {
  readonly #hall: Hall;
  readonly #rest: number;
  #running: Running | undefined;
  #run = 0;
  /** When the next one may begin. */
  #restsUntil = Number.NEGATIVE_INFINITY;

  /** @param rest ns between two */
  constructor(hall: Hall, rest: number) {
    this.#hall = hall;
    this.#rest = rest;
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  start(member: Member, count: number, now: number): void {
    if (this.#running !== undefined) {
      this.#hall.refuse(member, 'contrast-runs', this.#running.by.name ?? '');
      return;
    }
    if (now < this.#restsUntil && !member.host) {
      this.#hall.refuse(member, 'contrast-rests', `${Math.ceil((this.#restsUntil - now) / 1e9)}`);
      return;
    }
    this.#hall.comings.heardOf(member);
    this.#running = { by: member, name: member.name!, count, from: now, sent: 0 };
    this.#run++;
    this.#tell('start', 0);
  }

  /**
   * By whoever began it, or the host: no more lines leave, and those that did have their time to arrive.
   * @param member undefined: the host, who is not in the room
   * @returns whether one was running and that is theirs to stop
   */
  stop(member: Member | undefined): boolean {
    const running = this.#running;
    if (running === undefined) {
      if (member !== undefined) this.#hall.refuse(member, 'form', '/contrast');
      return false;
    }
    if (member !== undefined && member !== running.by && !member.host) {
      this.#hall.refuse(member, 'host-only', '/contrast stop');
      return false;
    }
    running.count = running.sent;
    this.#tell('stopped', running.sent);
    return true;
  }

  tick(now: number): void {
    const running = this.#running;
    if (running === undefined) return;
    const { count, from } = running;
    const due = Math.min(count, Math.floor((now - from) / PACE));
    while (running.sent < due) this.#line(++running.sent);
    if (running.sent < count || now < from + count * PACE + GRACE) return;
    this.#tell('end', count);
    this.#running = undefined;
    this.#restsUntil = now + this.#rest;
  }

  #line(number: number): void {
    this.#tell('line', number);
    const { named, port } = this.#hall;
    for (const member of named) if (member.datagrams) port.contrast(member.id, this.#run, number);
  }

  /** Plain members hear that it is, and nothing of its lines. */
  #tell(phase: 'start' | 'line' | 'end' | 'stopped', number: number): void {
    const { name, count } = this.#running!;
    for (const member of this.#hall.named) {
      if (member.plain && phase === 'line') continue;
      this.#hall.tell(member, { event: 'contrast', run: this.#run, phase, by: name, of: count, number });
    }
  }
}

interface Running {
  readonly by: Member;
  readonly name: string;
  count: number;
  readonly from: number;
  sent: number;
}
