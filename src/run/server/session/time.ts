/** A time in ns as milliseconds for a timer of Node, which holds 31 bits. */
export function toMilliseconds(time: number): number {
  return Math.min(Math.ceil(time / 1e6), 2 ** 31 - 1);
}
