import { expect, it } from 'vitest';
import { laneOf, SCREEN_LANE, SPARE_LANE, serverLaneOf } from '../../../../src/run/client/live/lanes.ts';
import type { Transport } from '../../../../src/units.ts';

it('nobody writes where another does', () => {
  const transports: readonly Transport[] = ['tcp', 'udp'];
  const shape = { transports, threads: 3 };
  const lanes = [
    SPARE_LANE,
    SCREEN_LANE,
    ...transports.map((transport) => serverLaneOf(shape, transport)),
    ...transports.flatMap((transport) => [0, 1, 2].map((worker) => laneOf(shape, transport, worker))),
  ];
  expect(new Set(lanes).size).toBe(lanes.length);
});
