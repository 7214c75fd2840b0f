/** Hostile bytes from honest ones: cut, doubled, flipped, spliced, with the values that parsers fear. Drawn from a seed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export type Draw = (below: number) => number;

/** Mulberry32: small, and the same everywhere. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const FEARED = [
  '',
  '-1',
  '0',
  '1e309',
  '9007199254740993',
  'null',
  '[]',
  '{}',
  '"',
  '\\',
  '\0',
  '\n',
  '\r',
  '%',
  '/',
  '__proto__',
  'constructor',
  '\u202e',
  '\u001b]52;c;',
  '\ud83d',
  '\uffff',
  '../',
  ' '.repeat(40),
  '[['.repeat(40),
  '{"a":'.repeat(40),
  '9'.repeat(40),
].map((text) => Buffer.from(text));
const NUMBERS = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

function change(bytes: Buffer, seeds: readonly Buffer[], draw: Draw): Buffer {
  const at = draw(bytes.length + 1);
  const upTo = Math.min(bytes.length, at + draw(16));
  const replace = (middle: Uint8Array): Buffer =>
    Buffer.concat([bytes.subarray(0, at), middle, bytes.subarray(upTo)]);
  switch (draw(8)) {
    case 0:
      return replace(FEARED[draw(FEARED.length)]!);
    case 1:
      return Buffer.from(bytes.subarray(0, at));
    case 2:
      return replace(Buffer.concat([bytes.subarray(at, upTo), bytes.subarray(at, upTo)]));
    case 3: {
      const other = seeds[draw(seeds.length)]!;
      return replace(other.subarray(draw(other.length + 1)));
    }
    case 4: {
      const changed = Buffer.from(bytes);
      if (bytes.length >= 4) changed.writeUInt32BE(NUMBERS[draw(NUMBERS.length)]!, draw(bytes.length - 3));
      return changed;
    }
    case 5:
      return replace(Buffer.from(Array.from({ length: draw(20) }, () => draw(256))));
    default: {
      const changed = Buffer.from(bytes);
      if (bytes.length > 0) changed[at % bytes.length]! ^= 1 << draw(8);
      return changed;
    }
  }
}

const LONGEST = 2 ** 16;

/** One of the seeds after up to six changes; the first ones as they are. */
export function hostile(seeds: readonly Buffer[], nth: number, draw: Draw): Buffer {
  let bytes = seeds[nth % seeds.length]!;
  if (nth < seeds.length) return bytes;
  for (let changes = 1 + draw(6); changes > 0; changes--)
    bytes = change(bytes, seeds, draw).subarray(0, LONGEST);
  return bytes;
}

/** What once broke a parser, or came near it: kept, and tried first. One file an input. */
export function corpus(target: string): Buffer[] {
  const folder = new URL(`corpus/${target}/`, import.meta.url);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => readFileSync(new URL(name, folder)));
}
