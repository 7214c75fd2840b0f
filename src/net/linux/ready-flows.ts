/** Flows that may have something to read, each at most once, in the order in which they became so. */
export class ReadyFlows {
  #ready: number[] = [];
  #spare: number[] = [];
  #isReady = new Uint8Array(64);

  get none(): boolean {
    return this.#ready.length === 0;
  }

  /** Room for this number. */
  reserve(flow: number): void {
    if (flow < this.#isReady.length) return;
    const larger = new Uint8Array(Math.max(flow + 1, this.#isReady.length * 2));
    larger.set(this.#isReady);
    this.#isReady = larger;
  }

  mark(flow: number): void {
    if (this.#isReady[flow] === 1) return;
    this.#isReady[flow] = 1;
    this.#ready.push(flow);
  }

  /** Empties it; flows may be marked anew while the caller goes through what was in it, until it takes again. */
  take(): readonly number[] {
    const taken = this.#ready;
    for (let i = 0; i < taken.length; i++) this.#isReady[taken[i]!] = 0;
    this.#ready = this.#spare;
    this.#ready.length = 0;
    this.#spare = taken;
    return taken;
  }
}
