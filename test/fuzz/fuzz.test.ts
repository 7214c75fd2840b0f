/**
 * Every parser against hostile bytes. A share of the inputs here; `npm run fuzz` tries a million for each, from a new seed,
 * and keeps what breaks a parser in `corpus/`.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { corpus, drawFrom, hostile } from './mutate.ts';
import { TARGETS } from './targets.ts';

const INPUTS = Number(process.env['SOCKBENCH_FUZZ_INPUTS'] ?? 1500);
const SEED = Number(process.env['SOCKBENCH_FUZZ_SEED'] ?? 1);
const LONGEST_MS = Number(process.env['SOCKBENCH_FUZZ_SECONDS'] ?? 0) * 1000 || Number.POSITIVE_INFINITY;
const ONLY = process.env['SOCKBENCH_FUZZ_TARGET'];
const asked = process.env['SOCKBENCH_FUZZ_INPUTS'] !== undefined;

function keep(target: string, bytes: Buffer): string {
  const name = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const folder = new URL(`corpus/${target}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(name, folder), bytes);
  return name;
}

describe('hostile bytes', () => {
  it.each(Object.keys(TARGETS).filter((name) => ONLY === undefined || name === ONLY))(
    '%s',
    (name) => {
      const { seeds, check } = TARGETS[name]!;
      const first = [...corpus(name), ...seeds];
      expect(first.length).toBeGreaterThan(0);
      const draw = drawFrom(SEED);
      const begun = performance.now();
      let tried = 0;
      let understood = 0;
      for (; tried < INPUTS && performance.now() - begun < LONGEST_MS; tried++) {
        const bytes = hostile(first, tried, draw);
        try {
          if (check(bytes)) understood++;
        } catch (error) {
          throw new Error(`${name}: input ${tried} of seed ${SEED}, kept as ${keep(name, bytes)}`, {
            cause: error,
          });
        }
      }
      // A parser that understands nothing was not tried.
      expect(understood).toBeGreaterThan(0);
      if (asked) console.log(`${name}: ${tried} inputs, ${understood} understood, seed ${SEED}`);
    },
    24 * 3_600_000,
  );
});
