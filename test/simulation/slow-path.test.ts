/** A path that takes longer than the loss threshold: what it delivers is late, and not lost. */
import { expect, it } from 'vitest';
import { SECOND } from '../../src/units.ts';
import { runEcho } from './world.ts';

const slow = {
  transport: 'udp',
  rate: 100,
  duration: SECOND,
  lossThreshold: SECOND,
  network: { up: { delay: 1.5 * SECOND }, down: { delay: 1.5 * SECOND } },
} as const;

it('awaits the answers for as long as the path takes', async () => {
  const { world, summary } = await runEcho({ ...slow, patience: 3.2 * SECOND });
  expect(summary).toMatchObject({ sent: 100, received: 0, late: 100, lost: 0 });
  // Not longer than needed.
  expect(world.network.time.now - world.start).toBeLessThan(4.1 * SECOND);
});

it('ends after it, whatever never comes', async () => {
  const { world, summary } = await runEcho({
    ...slow,
    patience: 3.2 * SECOND,
    network: { ...slow.network, down: { delay: 1.5 * SECOND, loss: 0.2 } },
  });
  expect(summary.late + summary.lost).toBe(100);
  expect(summary.lost).toBeGreaterThan(5);
  expect(world.network.time.now - world.start).toBeLessThan(4.3 * SECOND);
});

it('awaits them for the threshold where nothing is known of the path', async () => {
  const { world, summary } = await runEcho(slow);
  expect(summary).toMatchObject({ sent: 100, lost: 100 });
  expect(world.network.time.now - world.start).toBeLessThan(2.1 * SECOND);
});
