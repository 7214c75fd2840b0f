import { describe, expect, it } from 'vitest';
import { casesFrom, type TypedLink } from '../../../src/experiment/judge/case-file.ts';
import { CASE_NAMES, LONG_BYTES, usualCases } from '../../../src/experiment/judge/cases.ts';
import type { Learnt } from '../../../src/experiment/judge/evidence/learn.ts';
import { NO_IMPAIRMENT } from '../../../src/result/impairment.ts';
import { wordsFor } from '../../../src/words/index.ts';

const LEARNT: Learnt = { up: 22, down: 20, lastData: 21, packetBytes: 500, transport: 'udp' };

const made = (name: string, learnt: Learnt | null = LEARNT, file: Uint8Array | null = null) =>
  usualCases(5, file, true)
    .find((one) => one.name === name)!
    .make(learnt);

describe('the usual cases', () => {
  it('are those of the help text, each explained in both languages', () => {
    expect(usualCases(1, null, true).map(({ name }) => name)).toEqual(CASE_NAMES);
    for (const language of ['en', 'pt-BR'] as const)
      expect(Object.keys(wordsFor(language).judge.cases).sort()).toEqual([...CASE_NAMES].sort());
    expect(usualCases(1, null, false).map(({ name }) => name)).not.toContain('long');
  });

  it('lose what the clean case taught them to', () => {
    const drops = (name: string, learnt: Learnt | null = LEARNT) => {
      const one = made(name, learnt);
      return one === null ? null : [one.impairment.up.drop, one.impairment.down.drop];
    };
    expect(drops('first-packet-lost')).toEqual([[1], []]);
    expect(drops('last-data-lost')).toEqual([[21], []]);
    expect(drops('last-packet-lost')).toEqual([[22], []]);
    expect(drops('first-ack-lost')).toEqual([[], [1]]);
    expect(drops('last-ack-lost')).toEqual([[], [20]]);
    // The last packet carries data: that is one case, not two. Who never answers loses no answer.
    expect(drops('last-data-lost', { ...LEARNT, lastData: 22 })).toBeNull();
    expect(drops('last-ack-lost', { ...LEARNT, down: 0 })).toBeNull();
    expect(drops('last-packet-lost', null)).toBeNull();
  });

  it('have files of every awkward size', () => {
    const size = (name: string, learnt: Learnt | null = LEARNT) => made(name, learnt)!.file.length;
    expect([size('empty'), size('one-byte'), size('long')]).toEqual([0, 1, LONG_BYTES]);
    expect([size('multiple'), size('multiple', null)]).toEqual([4 * 500, 4 * 1024]);
    // No usual packet size divides the usual file, or leaves almost nothing of it.
    for (const packet of [64, 100, 128, 256, 500, 512, 1000, 1024, 1400, 1472])
      expect(size('clean') % packet).toBeGreaterThan(16);
  });

  it('send the teacher’s file where there is one, and then no other sizes', () => {
    const file = Buffer.from('of the teacher');
    expect(made('loss-up', LEARNT, file)!.file).toBe(file);
    const names = usualCases(1, file, true).map(({ name }) => name);
    expect(names).not.toContain('empty');
    expect(names).toContain('last-packet-lost');
  });

  it('differ by their seed in files and links', () => {
    const [one, other] = [1, 2].map((seed) => usualCases(seed, null, false)[4]!.make(null)!);
    expect([one!.impairment.seed, other!.impairment.seed]).toEqual([1, 2]);
    expect(Buffer.compare(one!.file, other!.file)).not.toBe(0);
  });
});

describe('a file of cases', () => {
  const linkFrom = (typed: TypedLink, seed: number) =>
    typed.loss === undefined
      ? null
      : { up: { ...NO_IMPAIRMENT, loss: 0.5 }, down: NO_IMPAIRMENT, profile: null, seed };
  const read = (value: unknown) =>
    casesFrom(typeof value === 'string' ? value : JSON.stringify(value), {
      seed: 9,
      file: null,
      long: false,
      linkFrom,
    });

  it('has cases of its own beside the usual ones, or alone, each with each seed', () => {
    const usual = usualCases(1, null, false).length;
    expect(read({ seeds: [3, 4] }).map(({ seed }) => seed)).toEqual([
      ...Array<number>(usual).fill(3),
      ...Array<number>(usual).fill(4),
    ]);
    const cases = read({
      usual: false,
      seeds: [3, 4],
      cases: [
        { name: 'own', loss: '50%', bytes: 77 },
        { name: 'fixed', seed: 8 },
      ],
    });
    expect(cases.map(({ name, seed }) => [name, seed])).toEqual([
      ['own', 3],
      ['own', 4],
      ['fixed', 8],
    ]);
    const [own, , fixed] = cases.map((one) => one.make(null)!);
    expect([own!.impairment.up.loss, own!.impairment.seed, own!.file.length]).toEqual([0.5, 3, 77]);
    expect([fixed!.impairment.up.loss, fixed!.impairment.seed]).toEqual([0, 8]);
    expect(read({ cases: [{ name: 'x' }] }).at(-1)!.seed).toBe(9);
  });

  it.each([
    ['not JSON', '{', /./],
    ['a list', [], /Expected/],
    ['an unknown field', { cases: [{ name: 'a', lost: '5%' }] }, /lost/],
    ['no name', { cases: [{}] }, /name/],
    ['a number where text is typed', { cases: [{ name: 'a', loss: 5 }] }, /loss/],
    ['a seed that is none', { seeds: [-1] }, /seeds/],
    ['a file that is too large', { cases: [{ name: 'a', bytes: 1e9 }] }, /bytes/],
    ['brackets without end', '['.repeat(1000), /./],
  ])('is refused for %s', (_, value, message) => {
    expect(() => read(value)).toThrow(message);
  });
});
