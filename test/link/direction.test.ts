/** One direction, packet by packet, against its definition read plainly: the draws that a key names, in their order. */
import { describe, expect, it } from 'vitest';
import { Delay } from '../../src/link/delay/delay.ts';
import { type DrawKey, draw, PURPOSE, seedOf } from '../../src/link/draw.ts';
import type { Packet } from '../../src/link/packet/packet.ts';
import { NO_IMPAIRMENT } from '../../src/result/impairment.ts';
import { TYPE_OPEN, writeProbe } from '../../src/wire/header.ts';
import { fragmentsOf, ip, probePacket, segment, TOKEN, viewOf } from './packets.ts';
import { read, SEEDS, Way } from './way.ts';

const STREAM = 0xfffffff0;

describe('each packet by its draws', () => {
  const shape = { duplicate: 0.3, loss: 0.25, corrupt: 0.3, delay: 5e6, jitter: 3e6 };
  const kinds: readonly [
    string,
    (number: number) => Buffer,
    number,
    (number: number) => Omit<DrawKey, 'copy'>,
  ][] = [
    [
      'probes over IPv4',
      (number) => probePacket({ number, flow: 3 }),
      28,
      (number) => ({ seed: SEEDS.up, flow: 3, number }),
    ],
    [
      'probes over IPv6',
      (number) => probePacket({ number, version: 6 }),
      48,
      (number) => ({ seed: SEEDS.up, flow: 0, number }),
    ],
    [
      'probes of the warm-up',
      (number) => probePacket({ number, warmup: true }),
      28,
      (number) => ({ seed: seedOf(SEEDS.up, 0x57415250), flow: 0, number }),
    ],
    [
      'segments',
      () => segment({ seq: 1, length: 9 }),
      20,
      (number) => ({ seed: SEEDS.up, flow: STREAM + 1, number }),
    ],
    [
      'pings',
      () => ip(4, 1, Buffer.alloc(12)),
      20,
      (number) => ({ seed: SEEDS.up, flow: STREAM + 2, number }),
    ],
    [
      'datagrams of others',
      () => ip(6, 17, Buffer.alloc(20)),
      48,
      (number) => ({ seed: SEEDS.up, flow: STREAM, number }),
    ],
  ];

  for (const jitterShape of ['uniform', 'normal'] as const)
    it.each(kinds)(`%s, ${jitterShape} jitter`, (_name, make, head, keyOf) => {
      const way = new Way({ ...shape, jitterShape });
      const expected: { fate: string; duplicates: number; deliveredAt: number; references: number }[] = [];
      const leaving: { at: number; slot: number; bit: number }[] = [];
      const delay = new Delay(seedOf(SEEDS.up, 0x44454c41), { ...NO_IMPAIRMENT, ...shape, jitterShape });
      for (let number = 0; number < 300; number++) {
        const now = number * 1e6;
        const bytes = make(number);
        way.send(read(bytes), now);
        const key: DrawKey = { ...keyOf(number), copy: 0 };
        const copies = draw(key, PURPOSE.duplicate) < shape.duplicate ? [0, 1] : [0];
        let [fate, delivered, deliveredAt, references] = ['lost', 0, -1, 0];
        for (const copy of copies) {
          key.copy = copy;
          if (draw(key, PURPOSE.loss) < shape.loss) continue;
          references++;
          const at = now + delay.at(now);
          const corrupted = draw(key, PURPOSE.corrupt) < shape.corrupt;
          const bit = head * 8 + Math.floor(draw(key, PURPOSE.corruptBit) * (bytes.length - head) * 8);
          leaving.push({ at, slot: number, bit: corrupted ? bit : -1 });
          if (corrupted && fate !== 'lost') continue;
          if (!corrupted && fate === 'delivered') delivered++;
          else deliveredAt = at;
          fate = corrupted ? 'corrupted' : 'delivered';
        }
        expected.push({ fate, duplicates: delivered, deliveredAt, references });
      }
      way.until(1e12);
      expect(
        way.told.map(({ fate, duplicates, deliveredAt }, at) => ({
          fate,
          duplicates,
          deliveredAt,
          references: way.references[at],
        })),
      ).toEqual(expected);
      expect(way.out).toEqual(leaving);
      for (const fate of ['lost', 'corrupted', 'delivered']) expect(way.fates()).toContain(fate);
      expect(way.told.some(({ duplicates }) => duplicates > 0)).toBe(true);
    });

  it('sessions have draws of their own where asked, and the two directions always', () => {
    const fates = (options: ConstructorParameters<typeof Way>[1], session: number): string[] => {
      const way = new Way({ loss: 0.5 }, options);
      for (let number = 0; number < 64; number++) way.send(read(probePacket({ number, session })), number);
      return way.fates();
    };
    const naive = (seed: number): string[] =>
      Array.from({ length: 64 }, (_, number) =>
        draw({ seed, flow: 0, number, copy: 0 }, PURPOSE.loss) < 0.5 ? 'lost' : 'delivered',
      );
    expect(fates({ bySession: true }, 5)).toEqual(naive(seedOf(SEEDS.up, 5)));
    expect(fates({ bySession: true }, 6)).toEqual(naive(seedOf(SEEDS.up, 6)));
    expect(fates({}, 5)).toEqual(naive(SEEDS.up));
    expect(fates({ up: false }, 5)).toEqual(naive(SEEDS.down));
  });

  it('a packet with nothing behind its headers has no bit to flip', () => {
    const way = new Way({ corrupt: 1 });
    way.send(read(ip(4, 17, Buffer.alloc(8))), 0);
    way.send(read(ip(4, 17, Buffer.alloc(9))), 1);
    way.send(read(ip(4, 1, Buffer.alloc(0))), 2);
    expect(way.fates()).toEqual(['delivered', 'corrupted', 'delivered']);
  });
});

describe('what is dropped by script', () => {
  const open = (): Packet => read(probePacket({ type: TYPE_OPEN }));
  const openingSegment = (): Packet => {
    const bytes = segment({ seq: 1, length: 64 });
    writeProbe(viewOf(bytes), 40, TYPE_OPEN, 0, 0, TOKEN, 0);
    return read(bytes);
  };

  it('probes by number, the first time they come; not in the warm-up', () => {
    const way = new Way({ drop: [1, 3] }, { repeats: true });
    for (const warmup of [true, false])
      for (const number of [0, 1, 2, 0, 2]) way.send(read(probePacket({ number, warmup })), 0);
    expect(way.fates().map((fate) => fate === 'lost')).toEqual([
      ...Array(5).fill(false),
      true,
      false,
      true,
      false,
      false,
    ]);
  });

  it('a duplicate of it is not', () => {
    const way = new Way({ drop: [1], duplicate: 1 });
    way.send(read(probePacket({})), 0);
    expect(way.told).toMatchObject([{ fate: 'delivered', duplicates: 0 }]);
    expect(way.references).toEqual([1]);
  });

  it('segments by their place, any other packet by its own', () => {
    const way = new Way({ drop: [2] });
    for (const place of [1, 2, 0, 3]) way.send(read(segment({ seq: 1, length: 1 })), 0, place);
    for (let other = 0; other < 3; other++) way.send(read(ip(4, 1, Buffer.alloc(8))), 0);
    expect(way.fates().map((fate) => fate === 'lost')).toEqual([
      false,
      true,
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  it('never what opens a flow, nor a later fragment by itself', () => {
    const way = new Way({ drop: [1, 2, 3] });
    way.send(open(), 0, 1);
    way.send(openingSegment(), 0, 1);
    const [, later] = fragmentsOf(ip(4, 17, Buffer.alloc(200)), 9, 64).map(read);
    way.send(later!, 0, 1);
    expect(way.fates()).toEqual(['delivered', 'delivered', 'delivered']);
  });

  it('what opens a UDP flow is neither lost, corrupted, doubled nor held; of TCP it is like any other', () => {
    for (const impairment of [{ loss: 1 }, { corrupt: 1 }, { duplicate: 1 }, { reorder: 1 }]) {
      const way = new Way(impairment);
      way.send(open(), 0);
      expect(way.told).toMatchObject([
        { fate: 'delivered', duplicates: 0, reordered: false, deliveredAt: 0 },
      ]);
      expect(way.references).toEqual([1]);
    }
    const way = new Way({ loss: 1 });
    way.send(openingSegment(), 0, 1);
    expect(way.fates()).toEqual(['lost']);
  });

  it('fragments share the fate of the first, and are neither doubled nor held', () => {
    const parts = fragmentsOf(probePacket({ size: 300 }), 9, 128).map(read);
    const lost = new Way({ drop: [1], duplicate: 1, reorder: 1 });
    const kept = new Way({ drop: [2], duplicate: 1, reorder: 1, loss: 0 });
    for (const part of parts) for (const way of [lost, kept]) way.send(part, 0);
    expect(lost.fates()).toEqual(parts.map(() => 'lost'));
    expect(kept.fates()).toEqual(parts.map(() => 'delivered'));
    expect(kept.references).toEqual(parts.map(() => 1));
  });
});
