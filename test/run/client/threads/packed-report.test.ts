import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../../src/measure/ledger/ledger.ts';
import type { GeneratorSnapshot, Said } from '../../../../src/run/client/live/reported.ts';
import { pack, packSaid, unpack, unpackSaid } from '../../../../src/run/client/threads/packed-report.ts';
import { Packer, Unpacker } from '../../../../src/run/client/threads/packing.ts';
import { SNAPSHOT } from '../../../fixtures/server-snapshot.ts';

function packedAnd(report: GeneratorSnapshot, into = new Packer()): GeneratorSnapshot {
  into.clear();
  pack(report, into);
  return unpack(into.packed);
}

/** So many probes of each flow, of which the second is lost. */
function ledger(flows: number, probes: number) {
  const options = { flows, lossThreshold: 10, interval: 1e9, start: 0, openLoop: true, tcp: false };
  const all = new Ledger(options);
  for (let flow = 0; flow < flows; flow++) {
    for (let number = 0; number < probes; number++) {
      all.sent(flow, number, number * 1000, number * 1000 + (number % 13));
      if (number !== 1) all.arrived(flow, number, number * 1000 + 20 + number ** 2);
    }
  }
  return all.snapshot(1e9);
}

const beside = {
  phase: 'draining',
  now: 1e9 + 0.25,
  utilisation: null,
  stalls: { count: 2, total: 50e6, longest: 40e6, longestAt: 3e9 },
  tcp: null,
} as const;

describe('what is packed is the same when it is unpacked', () => {
  it.each([
    ['a ledger of one flow', { ledger: ledger(1, 300), stream: null, ...beside }],
    ['one of several', { ledger: ledger(3, 7), stream: null, ...beside }],
    ['an empty one', { ledger: ledger(1, 0), stream: null, ...beside }],
    [
      'a stream',
      {
        ledger: null,
        stream: { sent: 5, received: 3, down: null, sendLag: ledger(1, 5).sendLag },
        ...beside,
        phase: 'warmup',
      },
    ],
    [
      'a stream as fast as it goes',
      {
        ledger: null,
        stream: { sent: 2 ** 40, received: 0, down: { bytes: 2 ** 50, span: 0.5 }, sendLag: null },
        ...beside,
        phase: 'running',
      },
    ],
    [
      'what the kernel tells',
      {
        ledger: ledger(1, 2),
        stream: null,
        ...beside,
        utilisation: 0.5,
        stalls: null,
        tcp: [{ retransmits: 3 }],
      },
    ],
    ['no connection that it tells of', { ledger: ledger(1, 2), stream: null, ...beside, tcp: [] }],
  ] as const)('%s', (_, report) => {
    const there = packedAnd(report as GeneratorSnapshot);
    expect(there).toEqual(report);
  });

  it('a part of a longer column, and what follows it', () => {
    const into = new Packer();
    into.column(Uint32Array.of(1, 2, 3, 4).subarray(1, 4));
    into.number(7);
    const from = new Unpacker(into.packed);
    expect(from.words()).toEqual(Uint32Array.of(2, 3, 4));
    expect(from.number()).toBe(7);
  });

  it('in memory that is used again, and grows', () => {
    const into = new Packer();
    for (const probes of [3, 9000, 5]) {
      const report = { ledger: ledger(1, probes), stream: null, ...beside };
      expect(packedAnd(report, into)).toEqual(report);
    }
  });

  it.each([0, null, 77])('what the server said: %s seen', (seen) => {
    const said: Said = { snapshot: { ...SNAPSHOT, seen }, at: 123.5 };
    const into = new Packer();
    packSaid(said, into);
    expect(unpackSaid(into.packed)).toEqual(said);
  });
});
