/** A number of hostile inputs against one parser: what was tried, what was understood, and what broke it. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { corpus, drawFrom, hostile } from './mutate.ts';
import { TARGETS } from './targets.ts';

export interface Chunk {
  readonly target: string;
  readonly seed: number;
  readonly inputs: number;
  /** ms; then it ends with what it has. */
  readonly longest: number;
  /** Inputs beside the seeds that others come from. */
  readonly pool: readonly Buffer[];
}

export interface Outcome {
  readonly tried: number;
  readonly understood: number;
  /** Some of those that were understood and are no seeds. */
  readonly fresh: readonly Buffer[];
  /** The input that broke it is kept in `corpus/`. */
  readonly broken?: { readonly name: string; readonly reason: string };
}

const MOST_FRESH = 8;
/** Looking at the clock costs as much as a short input. */
const LOOK_EVERY = 64;

export function runChunk({ target, seed, inputs, longest, pool }: Chunk): Outcome {
  const { seeds, check } = TARGETS[target]!;
  // What once broke it, and what is honest, comes as it is; then what is made of it and of the pool.
  const first = [...corpus(target), ...seeds, ...pool];
  const draw = drawFrom(seed);
  const fresh: Buffer[] = [];
  const end = performance.now() + longest;
  let understood = 0;
  let tried = 0;
  for (; tried < inputs && (tried % LOOK_EVERY !== 0 || performance.now() < end); tried++) {
    const bytes = hostile(first, tried, draw);
    try {
      if (!check(bytes)) continue;
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { tried, understood, fresh, broken: { name: keep(target, bytes), reason } };
    }
    understood++;
    // Each has the same chance to be among those that are told.
    if (tried >= first.length && draw(understood) < MOST_FRESH) fresh[draw(MOST_FRESH)] = Buffer.from(bytes);
  }
  return { tried, understood, fresh: fresh.filter((bytes) => bytes !== undefined) };
}

function keep(target: string, bytes: Buffer): string {
  const name = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const folder = new URL(`corpus/${target}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(name, folder), bytes);
  return name;
}
