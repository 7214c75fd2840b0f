/** What arrived of a contrast, line by line. */
import type { ContrastView } from '../../../result/events/chat-events.ts';
import { Numbering } from '../../../session/chat/numbers/numbering.ts';

export class ContrastBoard {
  readonly run: number;
  readonly #by: string;
  readonly #tcp: string[];
  readonly #udp: string[];
  readonly #numbering = new Numbering();
  readonly #datagrams: boolean;
  #over = false;
  #fresh = true;

  constructor(run: number, by: string, of: number, datagrams: boolean) {
    this.run = run;
    this.#by = by;
    this.#tcp = Array.from({ length: of }, () => '?');
    this.#udp = Array.from({ length: of }, () => '?');
    this.#datagrams = datagrams;
  }

  line(number: number): void {
    this.#fresh = false;
    if (number >= 1 && number <= this.#tcp.length) this.#tcp[number - 1] = '.';
  }

  datagram(number: number, now: number): void {
    if (number < 1 || number > this.#udp.length || this.#over) return;
    this.#fresh = false;
    const arrival = this.#numbering.arrived(number, now);
    if (arrival === 'in-order') this.#udp[number - 1] = '.';
    else if (arrival === 'duplicate') this.#udp[number - 1] = 'd';
    else this.#udp[number - 1] = 'o';
  }

  get of(): number {
    return this.#tcp.length;
  }

  /** No more lines than these were sent. */
  shorten(of: number): void {
    for (const strip of [this.#tcp, this.#udp]) strip.length = Math.min(strip.length, of);
  }

  end(): void {
    this.#over = true;
    this.#fresh = false;
    for (const strip of [this.#tcp, this.#udp]) {
      for (const [i, fate] of strip.entries()) if (fate === '?') strip[i] = 'x';
    }
  }

  get view(): ContrastView {
    return {
      run: this.run,
      by: this.#by,
      of: this.#tcp.length,
      tcp: this.#tcp.join(''),
      udp: this.#datagrams ? this.#udp.join('') : null,
      over: this.#over,
      fresh: this.#fresh,
    };
  }
}
