/** What is measured over the lab equals what the lab did, to the datagram. */
import { describe, expect, it } from 'vitest';
import type { TransportResult } from '../../src/result/document/schema.ts';
import type { FateRecord } from '../../src/result/impairment.ts';
import { measured, noLab } from './lab-tools.ts';

/** The runs end soon after their last probe; a loaded machine may make an answer late, which is an arrival all the same. */
const SOON = '--loss-threshold 700ms';

/** Every count of UDP that was measured is the link's own, in each direction that carried probes. */
function isTrue({ loss, probes, link, mode }: TransportResult): void {
  for (const direction of ['up', 'down'] as const) {
    const way = loss[direction];
    const { packets, delivered, dropped, corrupted, duplicated, reordered } = link![direction].udp;
    expect(way, direction).toMatchObject({ sent: packets, received: delivered, lost: dropped + corrupted });
    expect(way, direction).toMatchObject({ duplicates: duplicated, reordered });
  }
  if (mode === 'echo') expect(probes!.lost).toBe(loss.up!.lost! + loss.down!.lost!);
  expect(link!.overrun).toBe(0);
}

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
    const words = `udp --count 800 --rate 1600 --size 512 ${SOON} ${EVERYTHING} --seed 11`.split(' ');
    const runs = [];
    for (const more of ['-4 --engine linux', '-6 --engine portable', '-4 --engine portable --clients 3']) {
      const [udp] = await measured([...words, ...more.split(' ')]);
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

  it.each([
    ['bursts of loss', 'udp --count 1500 --rate 3000 --burst-loss 10%,5 --seed 4', 'dropped'],
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
  ] as const)('measures %s as they were', async (_, words, some) => {
    const [udp] = await measured(`${words} ${SOON}`.split(' '));
    isTrue(udp!);
    expect(udp!.link!.up.udp[some]).toBeGreaterThan(0);
  });

  it('compares both transports over one link, which loses of each what the script says', async () => {
    const both = await measured(`compare --count 30 --rate 200 --drop 3,4,30 ${SOON}`.split(' '));
    expect(both.map(({ transport }) => transport)).toEqual(['tcp', 'udp']);
    isTrue(both[1]!);
    for (const direction of ['up', 'down'] as const) {
      const lost = both[1]!.link!.packets.filter((one) => one.fate === 'lost' && one.direction === direction);
      // Of those that did not come up there is no answer to lose.
      expect(lost.map(({ probe }) => probe!.number)).toEqual(direction === 'up' ? [2, 3, 29] : []);
    }
    const segments = both[0]!.link!.packets.filter(
      ({ tcp, direction }) => direction === 'up' && (tcp?.length ?? 0) > 0,
    );
    const dropped = segments.flatMap(({ fate }, index) => (fate === 'lost' ? [index + 1] : []));
    // Fewer than thirty where probes shared one.
    expect(dropped.filter((place) => place < 30)).toEqual([3, 4]);
    expect(both[0]!.probes).toMatchObject({ sent: 30, received: 30 });
  });

  it('knows which TCP probes waited behind a lost segment', async () => {
    const run = async (...words: string[]) => {
      const [tcp] = await measured(['tcp', '--count', '200', '--rate', '200', '--delay', '20ms', ...words]);
      expect(tcp!.probes).toMatchObject({ received: 200, lost: 0 });
      const fates = [...tcp!.delivery!.fates.matchAll(/(\d+)(\D)/g)]
        .map(([, times, code]) => code!.repeat(Number(times)))
        .join('');
      return { fates, packets: tcp!.link!.packets };
    };
    const { fates, packets } = await run('--loss', '5%', '--seed', '3');
    const again = new Set(packets.map(({ tcp }) => tcp?.retransmissionOf));
    const lost = packets.filter(
      ({ fate, probe, index, tcp }) =>
        fate === 'lost' && probe !== undefined && tcp!.retransmissionOf === undefined && again.has(index),
    );
    expect(lost.length).toBeGreaterThan(0);
    // A stall of this machine says more: nobody then says that it waited for the network.
    for (const { probe } of lost)
      expect(fates[probe!.number], `#${probe!.number} in ${fates}`).toMatch(/h|s/);
    // Without a loss nobody is held back, however long it took.
    expect((await run()).fates).not.toContain('h');
  });

  it('delivers everything over TCP, at the price of retransmissions that are linked to what they repeat', async () => {
    // What is sent again and again comes, but may take longer than three seconds.
    const impairment = '--loss 15% --delay 10ms --seed 2 --loss-threshold 20s'.split(' ');
    const [tcp] = await measured(['tcp', '--count', '300', '--rate', '300', '--warmup', '1s', ...impairment]);
    expect(tcp!.probes).toMatchObject({ sent: 300, received: 300, lost: 0 });
    const { up, packets } = tcp!.link!;
    expect(up.tcp.dropped).toBeGreaterThan(0);
    expect(up.tcp.retransmitted).toBeGreaterThan(0);
    const byIndex = new Map(packets.map((packet) => [packet.index, packet]));
    const repeats = packets.filter(({ tcp: segment }) => segment?.retransmissionOf !== undefined);
    expect(repeats.length).toBeGreaterThan(0);
    for (const { tcp: segment, direction } of repeats) {
      const original = byIndex.get(segment!.retransmissionOf!);
      // What was sent before the measured part is not in its report.
      if (original !== undefined) expect(original).toMatchObject({ direction, tcp: { seq: segment!.seq } });
    }
    expect(tcp!.latency.response!.min).toBeGreaterThanOrEqual(20e6);
    // The kernels count what the link saw, the warm-up left out. Both ends look at their sockets within some ms of its
    // end, in which something may be sent again.
    for (const direction of ['up', 'down'] as const) {
      const told = tcp!.tcp![direction]!.retransmits!;
      expect(Math.abs(told - tcp!.link![direction].tcp.retransmitted!)).toBeLessThanOrEqual(3);
    }
  });
});
