/** Fleets of real processes: over the bus of this machine, and over a broker. */
import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/result/document/schema.ts';
import { type Broker, startBroker } from '../fleet/bus/broker.ts';
import {
  descendantsWith,
  documentOf,
  endAll,
  requireSound,
  run,
  scratch,
  serving,
  sockbench,
} from './command.ts';
import { commandHere } from './in-process.ts';

const folder = scratch();
const brokers: Broker[] = [];

afterAll(async () => {
  endAll();
  folder.remove();
  await Promise.all(brokers.map((broker) => broker.stop()));
});

type Counts = 'sent' | 'received' | 'lost';

/** Every count of the whole is the sum of its agents, and the server has seen the same. */
function requireWhole({ transports, agents }: RunResult): void {
  for (const { transport, probes, loss } of transports) {
    for (const count of ['sent', 'received', 'lost'] satisfies Counts[])
      expect(probes![count]).toBe(
        agents!.reduce((all, agent) => all + agent.transports[transport]![count]!, 0),
      );
    expect(loss.up).toMatchObject({ sent: probes!.sent, received: probes!.sent - loss.up!.lost! });
    expect(loss.down!.sent).toBe(loss.up!.received);
  }
}

describe('a fleet of this machine', () => {
  it('measures both transports, to the datagram, and judges the whole', async () => {
    const line = [
      'fleet',
      'compare',
      '--agents',
      '3',
      '--clients',
      '4',
      '--rate',
      '200',
      '--duration',
      '600ms',
      '--warmup',
      '100ms',
    ];
    const ended = await run(...line, '--assert', 'loss<50%', '--json', '--ui', 'none');
    const result = documentOf(ended, 0);
    requireWhole(result);
    expect(result.agents!.map(({ name, share }) => [name, share])).toEqual([
      ['agent-1', 0.5],
      ['agent-2', 0.25],
      ['agent-3', 0.25],
    ]);
    // Where the machine is so busy that one begins late, that is said.
    for (const { state, clock } of result.agents!)
      expect([state, clock.began![0] > 1e6]).toEqual([state, state === 'late']);
    expect(
      result.transports.map(({ transport, clients, probes }) => [transport, clients, probes!.due]),
    ).toEqual([
      ['tcp', 4, 120],
      ['udp', 4, 120],
    ]);
    expect(result.asserts.map(({ holds }) => holds)).toEqual([true]);
    // One machine, one clock: nothing is estimated.
    for (const { clock } of result.agents!) {
      expect(clock.offset).toEqual([0, 0]);
      expect(clock.began![0]).toBe(clock.began![1]);
    }
  });

  it('names an agent that is killed, with its share, counts what it had told, and lets no gate hold', async () => {
    const line = ['fleet', 'udp', '--agents', '2', '--rate', '100', '--duration', '3s', '--warmup', '0s'];
    const fleet = sockbench([...line, '--assert', 'loss<50%', '--json', '--ui', 'text']);
    // A second has been told.
    await fleet.until(/\d sent/);
    const [, victim] = /agent-(\d) is at work/.exec(fleet.err())!;
    const agents = descendantsWith(fleet.pid, 'agent-process');
    process.kill(agents[Number(victim) - 1]!, 'SIGKILL');
    const { status, out } = await fleet.ended;
    const result = JSON.parse(out) as RunResult;
    requireSound(result);
    expect(status).toBe(1);
    const lost = result.agents!.filter(({ state }) => state === 'lost');
    expect(lost).toHaveLength(1);
    expect(result.ending).toMatchObject({
      code: 'agent-lost',
      details: { agent: lost[0]!.name, share: 0.5 },
    });
    const sent = result.agents!.map(({ transports }) => transports.udp!.sent);
    expect(result.transports[0]!.probes!.sent).toBe(sent[0]! + sent[1]!);
    expect(lost[0]!.transports.udp!.sent).toBeGreaterThan(0);
    expect(result.agents!.find(({ state }) => state !== 'lost')!.transports.udp!.due).toBe(150);
    expect(result.asserts.map(({ holds }) => holds)).toEqual([false]);
  });

  it('says before anything is sent whom the target does not answer', async () => {
    const { status, err, out } = await run('fleet', 'udp', '127.0.0.1:9', '--agents', '2', '--ui', 'none');
    expect({ status, out }).toMatchObject({ status: 1 });
    expect(out + err).toMatch(/Agent agent-[12]: .*127\.0\.0\.1:9/s);
  });

  it.each([
    [['udp', '--agents', '4', '--clients', '3'], 2, '--clients 3 cannot be divided among 4 agents'],
    [['udp', '--agents', '2', '--loss', '1%'], 2, '--loss'],
    [['udp', '--agents', '2', '--bus', 'nats://127.0.0.1:1'], 2, 'need a TARGET'],
    [
      ['udp', '127.0.0.1', '--agents', '2', '--bus', 'nats://u:secret@127.0.0.1:1'],
      1,
      'No broker answers at nats://127.0.0.1:1',
    ],
    [['udp', '--agents', '0'], 2, '--agents'],
    [['udp'], 2, '--agents'],
  ])('fleet %s: %i', async (line, status, said) => {
    const ended = await commandHere('fleet', ...line, '--ui', 'none');
    expect(ended.status).toBe(status);
    expect(ended.out + ended.err).toContain(said);
    expect(ended.out + ended.err).not.toContain('secret');
  });
});

describe('a fleet over a broker', () => {
  it('is signed, bounded by each owner, and whole though the broker is started anew in the middle', async () => {
    const key = folder.path('fleet.key');
    writeFileSync(key, 'correct horse battery staple\n');
    const [broker, server] = await Promise.all([startBroker(), serving('--key-file', key)]);
    brokers.push(broker);
    const keyed = ['--bus', broker.url, '--key-file', key];
    const agents = ['a', 'b'].map((name) =>
      sockbench(['agent', ...keyed, '--name', name, '--allow', server.target, '--max-rate', '200']),
    );
    await Promise.all(agents.map(({ until }) => until(/waits for work/)));
    const fleet = (...more: string[]) =>
      sockbench(['fleet', 'udp', server.target, '--bus', broker.url, '--agents', '2', '--json', ...more]);

    // A stranger without the key is told so; and an owner's limit holds, before anything is sent.
    const [stranger, greedy] = [
      fleet('--wait', '1s'),
      fleet('--key-file', key, '--fleet', 'default', '--rate', '800'),
    ];
    expect(await greedy.ended).toMatchObject({
      status: 1,
      err: expect.stringMatching(/Agent [ab]: .*allows 200/) as string,
    });
    expect(await stranger.ended).toMatchObject({
      status: 1,
      err: expect.stringMatching(/does not have the same key/) as string,
    });

    const whole = fleet('--key-file', key, '--rate', '400', '--duration', '1500ms', '--warmup', '0s');
    await whole.until(/at work/);
    await broker.stop();
    await broker.start();
    const result = JSON.parse((await whole.ended).out) as RunResult;
    requireSound(result);
    requireWhole(result);
    expect(result.ending.status).toBe('completed');
    expect(result.transports[0]!.probes).toMatchObject({ due: 600 });
    expect(result.command.join(' ')).not.toContain('horse');
    for (const { child, ended } of agents) {
      child.kill('SIGTERM');
      expect(await ended).toMatchObject({ status: 0 });
    }
  });
});
