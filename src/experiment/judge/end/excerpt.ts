/** The first and the last of what a command wrote: a flood of words takes no memory. */
const EACH = 4096;

export class Excerpt {
  bytes = 0;
  #first = Buffer.alloc(0);
  #last = Buffer.alloc(0);

  add(bytes: Buffer): void {
    this.bytes += bytes.length;
    const room = EACH - this.#first.length;
    this.#first = Buffer.concat([this.#first, bytes.subarray(0, room)]);
    this.#last = Buffer.concat([this.#last, bytes.subarray(room)]).subarray(-EACH);
  }

  text(): string {
    const left = this.bytes - this.#first.length - this.#last.length;
    const gap = left > 0 ? `\n… ${left} bytes …\n` : '';
    return `${this.#first.toString('utf8')}${gap}${this.#last.toString('utf8')}`;
  }
}
