/** What is measured over the lab equals what the lab did, to the datagram. TCP: lab-tcp.test.ts. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFailed } from 'vitest';
import type { RunResult, TransportResult } from '../../src/result/document/schema.ts';
import type { FateRecord } from '../../src/result/impairment.ts';
import { requireSound } from './command.ts';
import { measuredHere, specOf } from './in-process.ts';
import { noLab, sockbench } from './lab-tools.ts';
import { isTrue, SOON } from './lab-truth.ts';

const TURNS = fileURLToPath(new URL('lab-turns.mjs', import.meta.url));

/** What became of each probe, whatever its times were. */
const fatesByProbe = (packets: readonly FateRecord[]): string[] =>
  packets
    .map(({ direction, probe, fate, duplicates }) =>
      [direction, probe!.flow, probe!.number, fate, duplicates ?? 0].join(' '),
    )
    .sort();

/** Places in the delivery strip whose probe was not answered. */
const missingOf = ({ delivery }: TransportResult): number[] =>
  [...delivery!.fates.matchAll(/(\d+)(\D)/g)]
    .flatMap(([, times, code]) => Array<string>(Number(times)).fill(code!))
    .flatMap((code, number) => (code === 'l' ? [number] : []));

describe.skipIf(noLab !== undefined)('a run over the lab', () => {
  const EVERYTHING = '--loss up=8%,down=5% --duplicate 6% --corrupt 4% --reorder 8% --delay 2ms --jitter 1ms';

  it('measures UDP as it was, and loses the same with the same seed on any engine and family', async () => {
    const line = `udp --count 800 --rate 1600 --size 512 ${SOON} ${EVERYTHING} --seed 11`;
    const runs = [];
    for (const more of ['-4 --engine linux', '-6 --engine portable', '-4 --engine portable --clients 3']) {
      const [udp] = (await measuredHere(`${line} ${more}`)).transports;
      isTrue(udp!);
      const { loss, link } = udp!;
      for (const way of [link!.up.udp, link!.down.udp])
        expect(Math.min(way.dropped, way.corrupted, way.duplicated, way.reordered)).toBeGreaterThan(0);
      // The kernel counts datagrams with a wrong checksum among a socket's drops: they are the link's all the same.
      for (const way of [loss.up!, loss.down!])
        expect(way.causes).toMatchObject({ receiverBuffer: 0, network: way.lost });
      // Nothing can be faster than the link.
      expect(udp!.latency.service!.min).toBeGreaterThanOrEqual(2e6);
      for (const { deliveredAt, writtenAt } of link!.packets)
        if (deliveredAt !== undefined) expect(writtenAt).toBeGreaterThanOrEqual(deliveredAt);
      runs.push(udp!);
    }
    const [linux, portable] = runs.map((udp) => fatesByProbe(udp.link!.packets));
    expect(portable).toEqual(linux);
    const [first, second] = runs.map((udp) => missingOf(udp));
    expect(second).toEqual(first);
  });

  // One lab for all of them: its link is turned before each.
  const LINKS = [
    ['bursts of loss', 'udp --count 1500 --rate 3000 --burst-loss 10%,5', 'dropped'],
    [
      'a queue that overflows',
      'udp --count 600 --rate 1000 --size 512 --bandwidth 2M --queue 10',
      'queueDropped',
    ],
    ['datagrams in fragments', 'udp --count 300 --rate 600 --size 9000 --loss 10% --corrupt 5%', 'corrupted'],
    [
      'fragments before a queue',
      'udp --count 200 --rate 200 --size 9000 --bandwidth 10M --queue 9',
      'queueDropped',
    ],
    [
      'a stream each way',
      'udp --mode both --count 1000 --rate 3000 --loss 10% --duplicate 5% --reorder 5%',
      'reordered',
    ],
    [
      'clients in closed loop',
      'udp -6 --clients 20 --rate closed --count 200 --loss 10% --delay 1ms',
      'dropped',
    ],
  ] as const;
  let made: Promise<RunResult[]> | undefined;

  async function inTurn(): Promise<RunResult[]> {
    const requests = LINKS.map(([, line]) => specOf(`${line} ${SOON}`));
    const turns = [process.execPath, TURNS, JSON.stringify(requests)];
    const { status, stdout, stderr } = await sockbench(['lab', '--seed', '4', '--', ...turns]);
    expect(status, stderr).toBe(0);
    const lines = stdout.trim().split('\n');
    return lines.map((line) => JSON.parse(line) as RunResult);
  }

  it.each(LINKS)('measures %s as they were', async (name, _, some) => {
    onTestFailed(() => {
      made = undefined;
    });
    made ??= inTurn();
    const result = (await made)[LINKS.findIndex(([one]) => one === name)]!;
    expect(result.ending).toEqual({ status: 'completed' });
    requireSound(result);
    const [udp] = result.transports;
    isTrue(udp!);
    expect(udp!.link!.up.udp[some]).toBeGreaterThan(0);
  });
});
