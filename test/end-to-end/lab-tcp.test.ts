/** Over the lab: what a lost segment does to TCP, beside what the same losses do to UDP. */
import { describe, expect, it } from 'vitest';
import { measuredHere } from './in-process.ts';
import { measured, noLab } from './lab-tools.ts';
import { isTrue, SOON } from './lab-truth.ts';

describe.skipIf(noLab !== undefined)('a run over the lab', () => {
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
    const run = async (more = '') => {
      const line = `tcp --count 200 --rate 200 --delay 20ms ${more}`;
      const [tcp] = (await measuredHere(line)).transports;
      expect(tcp!.probes).toMatchObject({ received: 200, lost: 0 });
      const fates = [...tcp!.delivery!.fates.matchAll(/(\d+)(\D)/g)]
        .map(([, times, code]) => code!.repeat(Number(times)))
        .join('');
      return { fates, packets: tcp!.link!.packets };
    };
    const { fates, packets } = await run('--loss 5% --seed 3');
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
    const impairment = '--loss 15% --delay 10ms --seed 2 --loss-threshold 20s';
    const [tcp] = (await measuredHere(`tcp --count 300 --rate 300 --warmup 1s ${impairment}`)).transports;
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
