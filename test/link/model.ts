/** Traffic through the model, and what the tests ask of it. */
import { expect } from 'vitest';
import type { FateRecord } from '../../src/result/impairment.ts';
import { MILLISECOND } from '../../src/units.ts';
import type { TestLink } from './harness.ts';
import { probePacket, renumber } from './packets.ts';

export const PROBES = 20_000;

export function run(link: TestLink, count = PROBES, gap = 0.1 * MILLISECOND): TestLink {
  const packet = probePacket();
  for (let number = 0; number < count; number++) {
    // The link has read it by the time that it comes back.
    renumber(packet, number);
    link.send(packet, number * gap);
  }
  return link.end();
}

/** Five standard deviations: a right model fails once in two million draws, and the seeds are fixed. */
export function expectBinomial(hits: number, count: number, ratio: number): void {
  expect(Math.abs(hits - count * ratio)).toBeLessThan(5 * Math.sqrt(count * ratio * (1 - ratio)) + 1);
}

export const fates = (link: TestLink): string[] => link.records.map(({ fate }) => fate);
export const share = (link: TestLink, test: (record: FateRecord) => boolean): number =>
  link.records.filter(test).length;

export const TOKEN_TEXT = '0102030405060708';
