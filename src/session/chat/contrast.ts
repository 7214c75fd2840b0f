/** A contrast: the same numbered lines over TCP and over UDP to everybody, at an even pace. */
import type { Hall } from './hall.ts';
import type { Member } from './member.ts';

/** ns between two lines. */
const PACE = 40e6;
/** ns that stragglers have after the last line. */
const GRACE = 1500e6;

export class Contrast {
  readonly #hall: Hall;
  #running: { readonly by: string; readonly count: number; readonly from: number; sent: number } | undefined;
  #run = 0;

  constructor(hall: Hall) {
    this.#hall = hall;
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  start(member: Member, count: number, now: number): void {
    if (this.#running !== undefined) {
      this.#hall.refuse(member, 'contrast-runs', this.#running.by);
      return;
    }
    this.#running = { by: member.name!, count, from: now, sent: 0 };
    this.#run++;
    this.#tell('start', 0);
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
  }

  #line(number: number): void {
    this.#tell('line', number);
    const { named, port } = this.#hall;
    for (const member of named) if (member.datagrams) port.contrast(member.id, this.#run, number);
  }

  /** Plain members hear that it is, and nothing of its lines. */
  #tell(phase: 'start' | 'line' | 'end', number: number): void {
    const { by, count } = this.#running!;
    for (const member of this.#hall.named) {
      if (member.plain && phase === 'line') continue;
      this.#hall.tell(member, { event: 'contrast', run: this.#run, phase, by, of: count, number });
    }
  }
}
