/** A bus within one process, and the broker of one across processes (pipe.ts); as unreliable as it is asked to be. */
import { type Bus, type Listener, Listeners } from './bus.ts';

/** What becomes of a message for one receiver: ns after which each copy comes; none: it is lost. */
export type Fate = (subject: string) => readonly number[];

const AT_ONCE: readonly number[] = [0];

const inTime = (delay: number, act: () => void): void => {
  if (delay === 0) setImmediate(act);
  else setTimeout(act, delay / 1e6);
};

export class MemoryHub {
  readonly #guests = new Set<Guest>();
  readonly #later: (delay: number, act: () => void) => void;
  readonly #fate: Fate;
  #away = false;

  /** @param later does something after so many ns */
  constructor(later: (delay: number, act: () => void) => void = inTime, fate: Fate = () => AT_ONCE) {
    this.#later = later;
    this.#fate = fate;
  }

  connect(): Bus {
    const guest = new Guest(
      (subject, bytes) => this.#pass(subject, bytes),
      () => this.#guests.delete(guest),
    );
    this.#guests.add(guest);
    return guest;
  }

  /** As if the broker was stopped, and started again. */
  setAway(away: boolean): void {
    if (away === this.#away) return;
    this.#away = away;
    for (const guest of this.#guests) guest.tellAway(away);
  }

  #pass(subject: string, bytes: Uint8Array): void {
    if (this.#away) return;
    for (const guest of this.#guests) {
      if (!guest.hears(subject)) continue;
      for (const delay of this.#fate(subject)) this.#later(delay, () => this.#deliver(guest, subject, bytes));
    }
  }

  #deliver(guest: Guest, subject: string, bytes: Uint8Array): void {
    if (!this.#away && this.#guests.has(guest)) guest.deliver(subject, bytes);
  }
}

class Guest implements Bus {
  readonly #listeners = new Listeners();
  readonly #awayListeners: ((away: boolean) => void)[] = [];
  readonly #pass: (subject: string, bytes: Uint8Array) => void;
  readonly #leave: () => void;

  constructor(pass: (subject: string, bytes: Uint8Array) => void, leave: () => void) {
    this.#pass = pass;
    this.#leave = leave;
  }

  publish(subject: string, bytes: Uint8Array): void {
    this.#pass(subject, bytes);
  }

  subscribe(subject: string, listener: Listener): void {
    this.#listeners.add(subject, listener);
  }

  onAway(listener: (away: boolean) => void): void {
    this.#awayListeners.push(listener);
  }

  close(): Promise<void> {
    this.#leave();
    return Promise.resolve();
  }

  hears(subject: string): boolean {
    return this.#listeners.has(subject);
  }

  deliver(subject: string, bytes: Uint8Array): void {
    this.#listeners.tell(subject, bytes);
  }

  tellAway(away: boolean): void {
    for (const listener of this.#awayListeners) listener(away);
  }
}
