import { describe, expect, it } from 'vitest';
import { Packet } from '../../src/link/packet.ts';
import { writeProbe } from '../../src/wire/header.ts';
import { impaired, TestLink } from './harness.ts';
import { segment, TOKEN, viewOf } from './packets.ts';

/** A segment whose payload is an `open` header. */
function opening(port: number, token = TOKEN): Buffer {
  const bytes = segment({ seq: 1, length: 64, port });
  writeProbe(viewOf(bytes), 40, 1, 0, 0, token, 0);
  return bytes;
}

const OTHER = { high: 9, low: 9 };

describe('TCP counts of one session', () => {
  it('hold the connections that said its token, from their SYN on', () => {
    const link = new TestLink(impaired({}));
    link.send(segment({ seq: 0, flags: 2, port: 1000 }), 0);
    link.send(opening(1000), 1);
    link.send(segment({ seq: 65, length: 10, port: 1000 }), 2);
    link.send(segment({ seq: 65, length: 10, port: 1000 }), 3);
    link.send(segment({ seq: 0, flags: 2, port: 1001 }), 4);
    link.send(opening(1001, OTHER), 5);
    const ours = link.link.reportSession('tcp', '0102030405060708').up.tcp;
    expect([ours.packets, ours.retransmitted]).toEqual([4, 1]);
    expect(link.link.reportSession('tcp', '0000000900000009').up.tcp.packets).toBe(2);
    expect(link.link.reportSession('tcp', 'ffffffffffffffff').up.tcp.packets).toBe(0);
  });

  it('take a port that is used again for a new connection', () => {
    const link = new TestLink(impaired({}));
    for (const token of [TOKEN, OTHER]) {
      link.send(segment({ seq: 0, flags: 2, port: 1000 }), 0);
      link.send(opening(1000, token), 1);
    }
    expect(link.link.reportSession('tcp', '0102030405060708').up.tcp.packets).toBe(2);
    expect(link.link.reportSession('tcp', '0000000900000009').up.tcp.packets).toBe(2);
  });

  it('read the token of an opening segment', () => {
    const packet = new Packet();
    const bytes = opening(1000);
    packet.read(viewOf(bytes), 0, bytes.length);
    expect(packet).toMatchObject({
      handshake: true,
      probe: false,
      tokenHigh: TOKEN.high,
      tokenLow: TOKEN.low,
    });
  });
});
