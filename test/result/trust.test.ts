import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubtsOf, type Held, trustIn, trustOf } from '../../src/result/trust.ts';

const MS = 1e6;
const held = (given: Partial<Held>): Held => ({
  generator: 0,
  blocked: 0,
  server: 0,
  unknown: 0,
  total: 100 * MS,
  ...given,
});
const codes = (given: Partial<Held>): string[] => doubtsOf(held(given)).map(({ code }) => code);

describe('who held the slowest answers', () => {
  it('shares of the figure decide, and the one that held most is named', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ generator: 6 * MS })).toEqual(['own-delay']);
    expect(codes({ generator: 2 * MS, server: 4 * MS })).toEqual(['server-delay']);
    expect(codes({ generator: 2 * MS, blocked: 4 * MS })).toEqual(['blocked-delay']);
    expect(codes({ unknown: 6 * MS, generator: 6 * MS })).toEqual(['own-delay', 'unknown-delay']);
  });

  it('a small share, or a short time, is nobody’s worry', () => {
    expect(codes({ generator: 4.9 * MS })).toEqual([]);
    // 90 % of 1 ms: loopback.
    expect(codes({ generator: 0.9 * MS, total: MS })).toEqual([]);
    expect(codes({ generator: 1.1 * MS, total: 2 * MS })).toEqual(['own-delay']);
  });

  it('never names anybody where nothing was held', () => {
    expect(doubtsOf(held({ total: 0 }))).toEqual([]);
  });
});

describe('the level', () => {
  const level = (code: string, details = {}): string => trustOf([{ code, details }]).level;

  it('is good without a warning, and where warnings only tell what was granted', () => {
    expect(trustOf([])).toEqual({ level: 'good', because: [] });
    for (const code of ['notice', 'limited', 'option-ignored', 'option-differs', 'fragments'])
      expect(trustOf([{ code }])).toEqual({ level: 'good', because: [] });
  });

  it('is poor where the figures are not the network’s', () => {
    expect(level('own-delay', { share: 0.4 })).toBe('limited');
    expect(level('own-delay', { share: 0.6 })).toBe('poor');
    expect(level('server-delay', { share: 0.97 })).toBe('poor');
    expect(level('ledger-contradicts')).toBe('poor');
    expect(level('generator-behind', { achieved: 95, offered: 100 })).toBe('limited');
    expect(level('generator-behind', { achieved: 61, offered: 100 })).toBe('poor');
  });

  it('names all that decide, each once, the weightiest first; what is not known limits', () => {
    const warnings = ['closed-loop', 'refused', 'refused', 'of-another-version', 'link-overrun', 'notice'];
    expect(trustOf(warnings.map((code) => ({ code })))).toEqual({
      level: 'poor',
      because: ['link-overrun', 'closed-loop', 'refused', 'of-another-version'],
    });
  });

  it('no warning ever makes it better, whatever its details', () => {
    const code = fc.constantFrom('own-delay', 'notice', 'generator-behind', 'closed-loop', 'x');
    const detail = fc.oneof(fc.double(), fc.string());
    const warning = fc.record({ code, details: fc.dictionary(fc.constantFrom('share', 'achieved'), detail) });
    const rank = { good: 0, limited: 1, poor: 2 };
    fc.assert(
      fc.property(fc.array(warning), warning, (warnings, one) => {
        expect(rank[trustOf([...warnings, one]).level]).toBeGreaterThanOrEqual(rank[trustOf(warnings).level]);
      }),
    );
  });

  it('of a result that does not say it, is that of its warnings', () => {
    const warnings = [{ code: 'closed-loop', message: '', remedy: null }];
    expect(trustIn({ warnings }).level).toBe('limited');
    expect(trustIn({ warnings, trust: { level: 'good', because: [] } }).level).toBe('good');
  });
});

it('what nobody can tell limits the trust, however much it is: it may have been the network', () => {
  const warning = { code: 'unknown-delay', details: { share: 0.9, time: 5e6 } };
  expect(trustOf([warning])).toEqual({ level: 'limited', because: ['unknown-delay'] });
  expect(trustOf([{ ...warning, code: 'own-delay' }]).level).toBe('poor');
});
