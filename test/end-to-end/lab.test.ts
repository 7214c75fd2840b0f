/** What is measured over the lab equals what the lab did, to the datagram. */
import { describe, expect, it } from 'vitest';
import { measured, noLab } from './lab-tools.ts';

describe.skipIf(noLab !== undefined)('a run over the lab', () => {
  it.each(['-4', '-6'])(
    'measures UDP as it was: loss, duplicates, corruption, reordering (%s)',
    async (family) => {
      const impairment = '--loss up=6%,down=3% --duplicate 5% --corrupt 2% --delay 2ms --seed 11'.split(' ');
      const words = `udp ${family} --count 1500 --rate 1500 --size 512`.split(' ');
      const [udp] = await measured([...words, ...impairment]);
      const { loss, probes, link } = udp!;
      const [up, down] = [link!.up.udp, link!.down.udp];
      expect(up.packets).toBe(1500);
      expect(loss.up).toMatchObject({ sent: 1500, received: up.delivered, lost: up.dropped + up.corrupted });
      expect(loss.up!.duplicates).toBe(up.duplicated);
      expect(down.packets).toBe(loss.up!.received);
      expect(loss.down).toMatchObject({ received: down.delivered, lost: down.dropped + down.corrupted });
      expect(loss.down!.duplicates).toBe(down.duplicated);
      expect(probes!.lost! + probes!.late!).toBe(loss.up!.lost! + loss.down!.lost!);
      expect(
        Math.min(up.dropped, up.corrupted, up.duplicated, down.dropped, down.duplicated),
      ).toBeGreaterThan(0);
      expect(link!.overrun).toBe(0);
      // The kernel counts datagrams with a wrong checksum among a socket's drops: they are the link's all the same.
      expect(loss.up!.causes).toMatchObject({ receiverBuffer: 0, network: loss.up!.lost });
      expect(loss.down!.causes).toMatchObject({ receiverBuffer: 0, network: loss.down!.lost });
      // Nothing can be faster than the link.
      expect(udp!.latency.service!.min).toBeGreaterThanOrEqual(4e6);
    },
  );

  it('measures reordering as it was', async () => {
    const [udp] = await measured('udp --count 1000 --rate 1000 --reorder 10% --seed 5'.split(' '));
    const { loss, link } = udp!;
    expect(loss.up!.reordered).toBe(link!.up.udp.reordered);
    expect(loss.down!.reordered).toBe(link!.down.udp.reordered);
    expect(link!.up.udp.reordered).toBeGreaterThan(50);
  });

  it('loses the same probes with the same seed, and the scripted ones', async () => {
    const lostOf = async (...words: string[]) => {
      const [udp] = await measured(['udp', '--count', '400', '--rate', '2000', ...words]);
      return udp!
        .link!.packets.filter(({ fate, direction }) => fate === 'lost' && direction === 'up')
        .map(({ probe }) => probe!.number)
        .sort((a, b) => a - b);
    };
    const first = await lostOf('--loss', '20%', '--seed', '7');
    expect(first.length).toBeGreaterThan(40);
    expect(await lostOf('--loss', '20%', '--seed', '7', '--engine', 'portable')).toEqual(first);
    expect(await lostOf('--drop', '3,4')).toEqual([2, 3]);
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
    for (const { probe } of lost) expect(fates[probe!.number], `#${probe!.number} in ${fates}`).toBe('h');
    // Without a loss nobody is held back, however long it took.
    expect((await run()).fates).not.toContain('h');
  });

  it('delivers everything over TCP, at the price of retransmissions that are linked to what they repeat', async () => {
    const impairment = '--loss 15% --delay 10ms --seed 2'.split(' ');
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

  it('compares both transports over the same link', async () => {
    const both = await measured('compare --count 200 --loss 10% --delay 5ms --seed 3'.split(' '));
    expect(both.map(({ transport }) => transport)).toEqual(['tcp', 'udp']);
    expect(both[0]!.probes).toMatchObject({ sent: 200, received: 200 });
    expect(both[1]!.loss.up!.lost).toBe(both[1]!.link!.up.udp.dropped);
    expect(both[1]!.loss.up!.lost).toBeGreaterThan(0);
  });
});
