/** A server's limit against clients that care for it and clients that do not: the client asks, and paces, as the scenario says. */
import { describe, expect, it } from 'vitest';
import { MILLISECOND, SECOND } from '../../src/units.ts';
import type { Scenario } from './scenario.ts';
import { truthOf } from './truth.ts';
import { runEcho, runStream } from './world.ts';

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const CEILING = 500;
const path: Scenario = {
  transport: 'udp',
  rate: null,
  ceiling: CEILING,
  duration: 2 * SECOND,
  lossThreshold: 500 * MILLISECOND,
  // At most 10,000 datagrams a second fit through.
  network: { up: { packetTime: 1e5, delay: 1e6 }, down: { delay: 1e6 } },
};
/** What may leave in two seconds: the rate, and a burst of one second; the threshold that follows is part of the time. */
const MOST = CEILING * 4;

describe('a client that floods regardless of the limit', () => {
  it('gets no more answers than the limit; the rest is the server’s own doing, not the network’s', async () => {
    const { world, summary, ledger } = await runEcho(path);
    expect(summary.sent).toBeGreaterThan(15_000);
    const answered = sum(ledger.sent);
    expect(answered).toBeGreaterThan(CEILING * 2);
    expect(answered).toBeLessThanOrEqual(MOST);
    expect(truthOf(world.network.down).sent).toBe(answered);
    // Everything arrived at the server's socket, and each datagram has an owner there.
    expect(ledger.overLimit).toBeGreaterThan(0);
    expect(sum(ledger.received) + ledger.overLimit).toBe(summary.sent);
    expect(sum(ledger.received) - answered).toBe(sum(ledger.notAnswered) + world.machine.reflector!.left);
  });

  it('up: what was over the limit is counted apart, and loses nobody else’s count', async () => {
    const { summary, ledger } = await runStream({ ...path, mode: 'up' });
    const sent = sum(summary.sentOf);
    expect(sent).toBeGreaterThan(15_000);
    expect(sum(ledger.received)).toBeLessThanOrEqual(CEILING * 6 + 4096 + 1);
    expect(sum(ledger.received) + ledger.overLimit).toBe(sent);
  });

  it('that sends datagrams longer than its probes pays for each as for the probes that fit into it', async () => {
    const { ledger } = await runStream({
      ...path,
      mode: 'up',
      meddle: ({ client }) => {
        const send = client.send.bind(client);
        client.send = (batch) => {
          batch.length.fill(640, 0, batch.count);
          send(batch);
        };
      },
    });
    expect(ledger.corrupt).toBeGreaterThan(0);
    expect(ledger.corrupt * 10).toBeLessThanOrEqual(CEILING * 6 + 4096 + 1);
  });

  it('down: the server itself sends no faster', async () => {
    const { world, ledger } = await runStream({ ...path, mode: 'down' });
    expect(sum(ledger.sent)).toBeGreaterThan(CEILING * 2);
    expect(sum(ledger.sent)).toBeLessThanOrEqual(CEILING * 3);
    expect(truthOf(world.network.down).sent).toBe(sum(ledger.sent));
  });
});

describe('an honest client', () => {
  const four = { ...path, duration: 4 * SECOND };

  it.each(['udp', 'tcp'] as const)('at exactly the limit loses nothing: %s', async (transport) => {
    const { summary, ledger } = await runEcho({ ...four, transport, rate: CEILING, flows: 3 });
    expect(summary.lost + summary.late).toBe(0);
    expect(summary.sent).toBe(CEILING * 4);
    expect(ledger.overLimit).toBe(0);
  });

  it.each(['udp', 'tcp'] as const)(
    'that waits for its answers is paced by them, and loses nothing: %s',
    async (transport) => {
      const { summary, ledger } = await runEcho({
        ...path,
        transport,
        rate: 'closed',
        flows: 20,
        duration: 10 * SECOND,
      });
      expect(summary.lost + summary.late).toBe(0);
      expect(ledger.overLimit).toBe(0);
      expect(summary.sent).toBeLessThanOrEqual(CEILING * 11 + 20);
      expect(summary.sent).toBeGreaterThan(CEILING * 10);
    },
  );

  it('that made up for a second of standing still loses nothing', async () => {
    const { summary, ledger } = await runEcho({
      ...four,
      rate: CEILING,
      network: { up: { delay: 1e6 }, down: { delay: 1e6 } },
      lossThreshold: 3 * SECOND,
      stall: [SECOND, 2 * SECOND],
    });
    expect(summary.lost).toBe(0);
    expect(ledger.overLimit).toBe(0);
  });
});
