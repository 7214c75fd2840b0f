/** Both directions in one piece: what was kept of each packet, whose it was, and when counting begins again. */
import { expect, it } from 'vitest';
import { Link } from '../../src/link/link.ts';
import type { FateRecord } from '../../src/result/impairment.ts';
import { impaired, TestLink } from './harness.ts';
import { probePacket, segment, viewOf } from './packets.ts';

function captured(capture: boolean) {
  const seen: { record: FateRecord; bytes: Uint8Array | undefined }[] = [];
  const link = new Link({
    impairment: impaired({}),
    bySession: false,
    capture,
    wants: ({ probe }) => probe,
    record: (record, bytes) => seen.push({ record, bytes }),
    copies: () => {},
    mark: () => {},
  });
  return { link, seen };
}

it('keeps a copy of each packet as it came, wherever in the buffer it stood', () => {
  const packet = probePacket({ number: 7 });
  const room = Buffer.alloc(400, 0xee);
  const { link, seen } = captured(true);
  // The view begins inside the buffer, and the packet inside the view.
  const view = new DataView(room.buffer, room.byteOffset + 32, 300);
  packet.copy(room, 32 + 40);
  link.enter('up', view, 40, packet.length, 0, 0);
  room.fill(0xee);
  link.direction('up').poll(1e9);
  expect(seen).toHaveLength(1);
  expect(Buffer.from(seen[0]!.bytes!).equals(packet)).toBe(true);
  expect(seen[0]!.record).toMatchObject({ index: 0, direction: 'up', fate: 'delivered' });
});

it('keeps nothing where no capture was asked for, and records only what is wanted', () => {
  const { link, seen } = captured(false);
  for (const packet of [probePacket(), segment({ seq: 1, length: 0 })])
    link.enter('down', viewOf(packet), 0, packet.length, 0, 0);
  link.direction('down').poll(1e9);
  expect(seen.map(({ record, bytes }) => [record.index, bytes])).toEqual([[0, undefined]]);
});

/** A datagram that is no probe: only the run's start tells whose it is. */
const plain = (): Buffer => probePacket().fill('A', 28);

it('counting begins again when a run begins, of that transport alone, at its time', () => {
  const test = new TestLink(impaired({}));
  const counts = () => (['udp', 'tcp'] as const).map((one) => test.report(one, null).up[one].packets);
  test.send(plain(), 10);
  test.send(segment({ seq: 100, length: 50 }), 20);
  test.link.start('udp', 100);
  test.send(plain(), 50);
  expect(counts()).toEqual([2, 1]);
  test.send(plain(), 100);
  expect(counts()).toEqual([1, 1]);
  // A start is over once it was; TCP's own comes later, and takes nothing from UDP.
  test.link.start('tcp', 200);
  test.send(plain(), 150);
  test.send(segment({ seq: 150, length: 50 }), 210);
  expect(counts()).toEqual([2, 1]);
});

it('what was sent again is known across the start of another transport, and forgotten at its own', () => {
  const test = new TestLink(impaired({}));
  test.send(segment({ seq: 100, length: 50 }), 10);
  test.link.start('udp', 20);
  test.send(segment({ seq: 100, length: 50 }), 30);
  test.link.start('tcp', 40);
  test.send(segment({ seq: 200, length: 50 }), 50);
  test.send(segment({ seq: 200, length: 50 }), 60);
  test.end();
  expect(test.records.map(({ tcp }) => tcp?.retransmissionOf)).toEqual([undefined, 0, undefined, 2]);
  expect(test.report('tcp', null).up.tcp.retransmitted).toBe(1);
});

it('each direction has its own sequence numbers', () => {
  const test = new TestLink(impaired({}));
  test.send(segment({ seq: 100, length: 50 }), 10, 'up');
  test.send(segment({ seq: 100, length: 50 }), 20, 'down');
  test.end();
  expect(test.records.map(({ tcp }) => tcp?.retransmissionOf)).toEqual([undefined, undefined]);
});

it('names whom each packet is from, also of more flows than are remembered', () => {
  const test = new TestLink(impaired({}));
  const flows = 10_100;
  for (let flow = 0; flow < flows; flow++) test.send(probePacket({ flow, port: 20_000 }), flow);
  for (let flow = 0; flow < 3; flow++) test.send(probePacket({ flow, port: 20_000 }), flows + flow);
  test.end();
  const sources = test.records.map(({ source }) => source);
  expect(sources.slice(0, flows)).toEqual(
    Array.from({ length: flows }, (_, flow) => `10.77.0.2:${20_000 + flow}`),
  );
  expect(sources.slice(flows)).toEqual(['10.77.0.2:20000', '10.77.0.2:20001', '10.77.0.2:20002']);
  expect(new Set(test.records.map(({ destination }) => destination))).toEqual(new Set(['10.77.0.1:5000']));
});

it.each([
  ['copies that the way up made have fates of their own on the way down', 1, true],
  ['where the way up makes no copies, what comes again has the fate it had', 0, false],
])('%s', (_, duplicate, ownFates) => {
  const test = new TestLink({ ...impaired({ loss: 0.3 }), up: { ...impaired({}).up, duplicate } });
  for (let number = 0; number < 400; number++) {
    test.send(probePacket({ number }), number * 10, 'down');
    test.send(probePacket({ number }), number * 10 + 1, 'down');
  }
  test.end();
  const lost = test.records.map(({ fate }) => fate === 'lost');
  expect(lost.filter(Boolean).length).toBeGreaterThan(100);
  const differ = Array.from({ length: 400 }, (_, at) => lost[2 * at] !== lost[2 * at + 1]).filter(Boolean);
  expect(differ.length > 100).toBe(ownFates);
  if (!ownFates) expect(differ).toEqual([]);
});

it('places in a script count from the start of a TCP run, and not from that of another', () => {
  const gone = (start: 'tcp' | 'udp'): number[] => {
    const test = new TestLink(impaired({ drop: [3] }));
    for (let at = 0; at < 6; at++) {
      if (at === 2) test.link.start(start, at);
      test.send(segment({ seq: 100 + 10 * at, length: 10 }), at);
    }
    test.end();
    return test.records.flatMap(({ fate }, at) => (fate === 'lost' ? [at] : []));
  };
  expect(gone('udp')).toEqual([2]);
  expect(gone('tcp')).toEqual([4]);
});

it('what is more than the link can hold counts as overrun, of both directions', () => {
  const test = new TestLink(impaired({ delay: 1e12 }));
  expect(test.link.overrun).toBe(0);
  let sent = 0;
  for (const direction of ['up', 'down'] as const) {
    const before = test.link.overrun;
    while (test.link.overrun < before + 5 && sent < 2e5)
      test.send(probePacket({ number: sent++ }), 0, direction);
    expect(test.link.overrun).toBe(before + 5);
  }
  expect(test.link.direction('up').underWay + test.link.direction('down').underWay).toBe(sent - 10);
});

it('of a run, overrun is what the link lost since its measured part began, like everything else that is told of it', () => {
  const test = new TestLink(impaired({ delay: 1e12 }));
  for (let sent = 0; test.link.overrun < 5; sent++) test.send(probePacket({ number: sent }), 0);
  // Nobody has begun a run: all of it.
  expect(test.link.overrunSince('udp')).toBe(5);
  test.link.start('udp', 10);
  test.send(probePacket({ number: 1 }), 5);
  // Still the warm-up.
  expect([test.link.overrun, test.link.overrunSince('udp')]).toEqual([6, 0]);
  test.send(probePacket({ number: 2 }), 10);
  test.link.refused();
  expect([test.link.overrunSince('udp'), test.link.overrunSince('tcp')]).toEqual([2, 8]);
});
