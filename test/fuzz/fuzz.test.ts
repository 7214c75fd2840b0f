/**
 * Every parser against hostile bytes: a share of the inputs here. `npm run fuzz` tries as many as it is told, on every
 * processor, and keeps what breaks a parser in `corpus/`, where every test run tries it again.
 */
import { describe, expect, it } from 'vitest';
import { runChunk } from './chunk.ts';
import { TARGETS } from './targets.ts';

const INPUTS = 1500;

describe('hostile bytes', () => {
  it.each(Object.keys(TARGETS))('%s', (target) => {
    expect(TARGETS[target]!.seeds.length).toBeGreaterThan(0);
    const { broken, tried, understood } = runChunk({
      target,
      seed: 1,
      inputs: INPUTS,
      longest: Number.POSITIVE_INFINITY,
      pool: [],
    });
    expect(broken, `input ${tried}, kept in corpus/${target}`).toBeUndefined();
    // A parser that understands nothing was not tried.
    expect(understood).toBeGreaterThan(0);
  });
});
