/** The times of each probe in the result, against what crossed the ports. */
import { expect, it } from 'vitest';
import { MILLISECOND } from '../../src/units.ts';
import { assembled } from './assembled.ts';
import { runEcho } from './world.ts';

const link = { delay: 10 * MILLISECOND, jitter: 8 * MILLISECOND, loss: 0.05 };
const scenario = {
  transport: 'udp',
  rate: 100,
  count: 500,
  network: { seed: 3, up: link, down: link },
} as const;

it('are those of each probe, by direction and in the order of sending; null where none came back', async () => {
  const outcome = await runEcho({ ...scenario, perProbe: true });
  const { samples, delivery } = assembled(outcome);
  const { client, server } = outcome.books;
  const first = (entries: typeof client.sent) =>
    new Map(entries.toReversed().map((one) => [one.number, one.at]));
  const [sent, came, left, back] = [client.sent, server.received, server.sent, client.received].map(first);
  const delays = (from: typeof sent, to: typeof sent) =>
    new Map([...sent!.keys()].map((number) => [number, to!.get(number)! - from!.get(number)!]));
  const [up, down] = [delays(sent, came), delays(left, back)];
  const answered = [...sent!.keys()].filter((number) => back!.has(number));
  const least = (of: Map<number, number>) => Math.min(...answered.map((number) => of.get(number)!));
  expect(samples!.sent).toHaveLength(500);
  expect(answered.length).toBeLessThan(480);
  expect(delivery!.probes).toBe(500);
  // The two clocks are one; nobody told, so a line of drift is laid through it.
  const off = (column: readonly (number | null)[], of: Map<number, number>) =>
    Math.max(...answered.map((number) => Math.abs(column[number]! - (of.get(number)! - least(of)))));
  expect(off(samples!.up, up!)).toBeLessThan(0.5 * MILLISECOND);
  expect(off(samples!.down, down!)).toBeLessThan(0.5 * MILLISECOND);
  for (const number of answered)
    expect(samples!.roundTrip[number]!).toBeCloseTo(up!.get(number)! + down!.get(number)!, -1);
  const silent = samples!.up.flatMap((time, number) => (time === null ? [number] : []));
  expect(silent).toEqual([...sent!.keys()].filter((number) => !back!.has(number)).sort((a, b) => a - b));
});

it('are in no result that nobody asked for them', async () => {
  expect(assembled(await runEcho(scenario))).not.toHaveProperty('samples');
});
