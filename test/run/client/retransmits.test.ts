import { describe, expect, it } from 'vitest';
import type { IntervalRow } from '../../../src/result/document/schema.ts';
import { withRetransmits } from '../../../src/run/client/assemble/figures/retransmits.ts';
import type { AssemblyInput } from '../../../src/run/client/assemble/inputs.ts';

const rows = [0, 1, 2].map((at) => ({ startSeconds: at, retransmits: null }) as IntervalRow);

interface Told {
  readonly mode: string;
  readonly own?: readonly (readonly number[] | null)[];
  readonly server?: readonly number[] | null | undefined;
  readonly transport?: string;
}
function told({ mode, own = [[1, 2, 3, 4]], server = [10, 20], transport = 'tcp' }: Told) {
  const input = {
    plan: { mode, transport },
    finished: own.map((resent) => ({ report: { resent } })),
    ledger: { resent: server },
  } as unknown as AssemblyInput;
  return withRetransmits(rows, { ...input, workers: own.length }).map(({ retransmits }) => retransmits);
}

describe('segments sent again, by interval', () => {
  it('are those of whoever sends: up this end, down the server, else both', () => {
    expect(told({ mode: 'up' })).toEqual([1, 2, 7]);
    expect(told({ mode: 'down' })).toEqual([10, 20, 0]);
    expect(told({ mode: 'echo' })).toEqual([11, 22, 7]);
    expect(told({ mode: 'both', own: [[1, 1, 1], [2]] })).toEqual([13, 21, 1]);
  });

  it('are unknown, not none, where one who sends does not tell', () => {
    const unknown = [null, null, null];
    expect(told({ mode: 'up', own: [[1], null] })).toEqual(unknown);
    expect(told({ mode: 'echo', server: null })).toEqual(unknown);
    expect(told({ mode: 'down', server: null })).toEqual(unknown);
    expect(told({ mode: 'echo', transport: 'udp' })).toEqual(unknown);
    expect(told({ mode: 'connect' })).toEqual(unknown);
  });

  it('are the same without what the other end, which sends nothing, does not tell', () => {
    expect(told({ mode: 'up', server: null })).toEqual([1, 2, 7]);
    expect(told({ mode: 'down', own: [null] })).toEqual([10, 20, 0]);
  });
});
