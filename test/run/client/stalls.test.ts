/** What is told of stalls, and whom it blames. */
import { describe, expect, it } from 'vitest';
import type { StallData } from '../../../src/measure/delay/stalls.ts';
import { trustOf } from '../../../src/result/trust.ts';
import { stallsOf, stallWarnings } from '../../../src/run/client/assemble/figures/stalls.ts';
import type { AssemblyInput } from '../../../src/run/client/assemble/inputs.ts';

const MS = 1e6;
const stalls = (count: number, total: number, longest: number): StallData => ({
  count,
  total: total * MS,
  longest: longest * MS,
  longestAt: 3.2e9,
});
const NONE = stalls(0, 0, 0);

function input(own: StallData, there: StallData | undefined, throttled = 0, stolen = 0): AssemblyInput {
  return {
    finished: [{ report: { stalls: own } }],
    ledger: there === undefined ? null : { stalls: there },
    plan: { duration: 10e9 },
    processorTaken: { throttled: throttled * MS, stolen: stolen * MS },
  } as unknown as AssemblyInput;
}
const said = (of: AssemblyInput, hit: number | null, outages: never[] = []) =>
  stallWarnings(of, hit, outages).map(({ code, message }) => ({ code, message }));

describe('stalls in a result', () => {
  it('are those of both ends; null where one does not tell', () => {
    expect(stallsOf(input(stalls(1, 40, 40), undefined))).toEqual({
      client: { count: 1, total: 40 * MS, longest: 40 * MS, spans: [] },
      server: null,
    });
  });

  it('a hiccup is told as what it was, and limits no trust where it hit little', () => {
    const warnings = stallWarnings(input(stalls(1, 40, 40), NONE), 0.004, []);
    expect(warnings[0]!.message).toMatch(/^For 40 ms at 3\.2 s this machine stood still\./);
    expect(trustOf(warnings).level).toBe('good');
    expect(trustOf(stallWarnings(input(stalls(1, 40, 40), NONE), 0.006, [])).because).toEqual(['stalls']);
  });

  it('short ones that hit nothing are not worth a word', () => {
    expect(said(input(stalls(30, 40, 2), stalls(3, 5, 2)), 0.001)).toEqual([]);
  });

  it('a quota or a hypervisor that explains them is named', () => {
    const message = (...taken: [number, number]) =>
      said(input(stalls(10, 400, 90), NONE, ...taken), 0.2)[0]!.message;
    expect(message(150, 0)).toContain('cpu.max');
    expect(message(0, 250)).toContain('steal');
    expect(message(10, 10)).not.toMatch(/cpu\.max|steal/);
  });

  it('at the server, too, where it tells what was taken from it', () => {
    const message = (throttled: number | null, stolen: number | null) => {
      const taken = { throttled: throttled && throttled * MS, stolen: stolen && stolen * MS };
      const there = { ...stalls(10, 400, 90), taken };
      // What this machine lost explains nothing there.
      return said(input(NONE, there, 400, 400), 0)[0]!.message;
    };
    expect(message(150, 0)).toContain('cpu.max');
    expect(message(null, 250)).toContain('steal');
    expect(message(null, null)).not.toMatch(/cpu\.max|steal/);
    expect(said(input(NONE, stalls(10, 400, 90), 400, 400), 0)[0]!.message).not.toMatch(/cpu\.max|steal/);
  });

  it('the server’s own count by their share of the time', () => {
    expect(trustOf(stallWarnings(input(NONE, stalls(3, 70, 30)), 0, [])).because).toEqual(['server-stalls']);
    expect(trustOf(stallWarnings(input(NONE, stalls(1, 30, 30)), 0, [])).level).toBe('good');
  });

  it('a stop that has a sentence of its own is told once', () => {
    const stop = [{ startSeconds: 1, endSeconds: 2, direction: null, cause: 'ownStop' }] as never[];
    expect(said(input(stalls(1, 900, 900), NONE), 0.1, stop)).toEqual([]);
  });
});
