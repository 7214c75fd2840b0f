/** What is shown as one arrival, in virtual time. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ARRIVAL_BYTES, Arrivals } from '../../../src/run/exercise/arrivals.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function arrivals() {
  const taken: string[] = [];
  const typed: boolean[] = [];
  const all = new Arrivals((bytes, keys) => {
    taken.push(bytes.toString());
    typed.push(keys);
  });
  const comes = (text: string | Buffer, after = 0): void => {
    vi.advanceTimersByTime(after);
    all.push(Buffer.from(text));
  };
  return { comes, taken, typed, rest: (ms: number) => vi.advanceTimersByTime(ms), flush: () => all.flush() };
}

describe('an arrival', () => {
  it('of several lines in one read is one', () => {
    const { comes, taken } = arrivals();
    comes('um\ndois\ntres\n');
    expect(taken).toEqual(['um\ndois\ntres\n']);
  });

  it('without a newline ends when nothing followed for a moment', () => {
    const { comes, taken, rest } = arrivals();
    comes('Ola ');
    comes('Mundo!', 40);
    rest(49);
    expect(taken).toEqual([]);
    rest(1);
    expect(taken).toEqual(['Ola Mundo!']);
  });

  it('a letter that has begun is worth 50 ms more', () => {
    const bytes = Buffer.from('olá');
    const { comes, taken, rest } = arrivals();
    comes(bytes.subarray(0, 3));
    rest(90);
    expect(taken).toEqual([]);
    comes(bytes.subarray(3));
    rest(50);
    expect(taken).toEqual(['olá']);
  });

  it('typed key by key is one line, however slowly', () => {
    const { comes, taken, typed, rest } = arrivals();
    for (const key of ['h', 'e', 'á', '\b', 'l', 'p', '\b', 'o']) comes(key, 700);
    comes('\r\n', 5000);
    expect(taken).toEqual(['heá\blp\bo\r\n']);
    expect(typed).toEqual([true]);
    comes('x');
    rest(1000);
    expect(taken).toHaveLength(2);
  });

  it('a program that sends little is not kept waiting', () => {
    const { comes, taken, rest } = arrivals();
    for (let i = 0; i < 3; i++) {
      comes('ola');
      rest(60);
    }
    expect(taken).toEqual(['ola', 'ola', 'ola']);
  });

  it('is bounded, without half a letter at its end, and nothing is lost', () => {
    const { comes, taken, flush } = arrivals();
    const text = 'é'.repeat(ARRIVAL_BYTES + 7);
    comes(`x${text}`);
    flush();
    expect(taken.join('')).toBe(`x${text}`);
    for (const part of taken) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(ARRIVAL_BYTES);
  });
});
