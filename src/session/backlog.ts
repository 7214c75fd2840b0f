/** A line of intended times, first in first out. */
export class Backlog {
  #times: number[] = [];
  #head = 0;

  get empty(): boolean {
    return this.#head === this.#times.length;
  }

  push(time: number): void {
    this.#times.push(time);
  }

  unshift(time: number): void {
    if (this.#head > 0) this.#times[--this.#head] = time;
    else this.#times.unshift(time);
  }

  shift(): number {
    const time = this.#times[this.#head++]!;
    if (this.#head > 1024 && this.#head * 2 > this.#times.length) {
      this.#times = this.#times.slice(this.#head);
      this.#head = 0;
    }
    return time;
  }

  clear(): number {
    const waiting = this.#times.length - this.#head;
    this.#times = [];
    this.#head = 0;
    return waiting;
  }
}
