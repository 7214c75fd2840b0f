import * as v from 'valibot';
import { expect, it } from 'vitest';
import type { IntervalRow } from '../../../src/result/document/schema.ts';
import { TransportResultSchema } from '../../../src/result/document/schema.ts';
import { assembleRemains } from '../../../src/run/client/assemble/echo/remains.ts';
import type { AssemblyInput } from '../../../src/run/client/assemble/inputs.ts';

const input = {
  plan: { transport: 'udp', mode: 'echo', clients: 3, rate: 100, size: 64 },
  engine: 'linux',
  finished: [],
  link: null,
  screen: false,
  clockResolution: 40,
  warnings: [],
} as unknown as AssemblyInput;

const row = (second: number, counts: Partial<IntervalRow>): IntervalRow => ({
  startSeconds: second,
  endSeconds: second + 1,
  sent: 100,
  received: 100,
  lost: 0,
  late: 0,
  duplicates: 0,
  reordered: 0,
  unresolved: 0,
  bytesUp: 6400,
  bytesDown: 6400,
  retransmits: null,
  p50: 1,
  p99: 2,
  max: 3,
  ...counts,
});

it('the sum of what was told; open fates are told, and nothing else is made up', () => {
  // One of the three that were lost in the second slice came late in the third, and two were never answered.
  const rows = [
    row(0, { received: 95, unresolved: 5 }),
    row(1, { received: 101, lost: 3, duplicates: 2, unresolved: 1 }),
    row(2, { received: 97, late: 1, reordered: 4, unresolved: 4 }),
  ];
  const remains = assembleRemains(input, rows)!;
  expect(v.parse(TransportResultSchema, remains)).toEqual(remains);
  expect(remains.probes).toMatchObject({
    sent: 300,
    received: 293,
    late: 1,
    lost: 6,
    duplicates: 2,
    reordered: 4,
    corrupt: null,
  });
  expect(remains).toMatchObject({
    durationSeconds: 3,
    rate: { offered: 100, achieved: 100 },
    bytes: { sent: 19_200, received: 19_200 },
    goodput: { up: null, down: 51_200 },
    loss: { ratio: null, up: null, down: null },
    intervals: rows.map(({ unresolved: _open, ...one }) => one),
    quality: { warnings: [{ code: 'cut-short', details: { count: 4 } }] },
  });
});

it('one way: what only the other end counts is unknown', () => {
  const rows = [row(0, { received: null, late: null, lost: null, bytesDown: null })];
  const remains = assembleRemains(input, rows)!;
  expect(remains.probes).toBeNull();
  expect(remains).toMatchObject({ bytes: { sent: 6400, received: null }, goodput: { down: null } });
});

it('no slice was told: nothing', () => {
  expect(assembleRemains(input, [])).toBeNull();
});
