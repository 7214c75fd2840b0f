import { describe, expect, it } from 'vitest';
import type { Account, Counts } from '../../../src/link/account/counts.ts';
import { Packet } from '../../../src/link/packet/packet.ts';
import { TcpSessions } from '../../../src/link/packet/tcp-sessions.ts';
import { writeProbe } from '../../../src/wire/header.ts';
import { impaired, TestLink } from '../harness.ts';
import { segment, TOKEN, viewOf } from '../packets.ts';

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
    const ours = link.reportSession('tcp', '0102030405060708').up.tcp;
    expect([ours.packets, ours.retransmitted]).toEqual([4, 1]);
    expect(link.reportSession('tcp', '0000000900000009').up.tcp.packets).toBe(2);
    expect(link.reportSession('tcp', 'ffffffffffffffff').up.tcp.packets).toBe(0);
  });

  it('take a port that is used again for a new connection', () => {
    const link = new TestLink(impaired({}));
    for (const token of [TOKEN, OTHER]) {
      link.send(segment({ seq: 0, flags: 2, port: 1000 }), 0);
      link.send(opening(1000, token), 1);
    }
    expect(link.reportSession('tcp', '0102030405060708').up.tcp.packets).toBe(2);
    expect(link.reportSession('tcp', '0000000900000009').up.tcp.packets).toBe(2);
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

describe('which session a segment belongs to', () => {
  let made = 0;
  const sessions = (): TcpSessions => {
    made = 0;
    return new TcpSessions((): Account => {
      made++;
      return { up: { packets: 0 } as Counts, down: { packets: 0 } as Counts };
    });
  };
  const up = (port: number, more: Partial<Packet> = {}): Packet =>
    Object.assign(new Packet(), { version: 4, sourcePort: port, destinationPort: 5000, flags: 16, ...more });
  const down = (port: number, more: Partial<Packet> = {}): Packet =>
    up(5000, { destinationPort: port, ...more });
  const open = (port: number, tokenLow: number, more: Partial<Packet> = {}): Packet =>
    up(port, { handshake: true, tokenLow, ...more });
  const SYN = { flags: 2 };
  const session = (all: TcpSessions, token: number): Account | undefined =>
    all.session(token.toString(16).padStart(16, '0'));

  it('both directions of a connection are one, by the client’s port and the version', () => {
    const all = sessions();
    const first = all.accountOf('up', up(1000, SYN));
    expect(all.accountOf('down', down(1000, { flags: 18 }))).toBe(first);
    expect(all.accountOf('up', up(1000))).toBe(first);
    expect(all.accountOf('up', up(1001, SYN))).not.toBe(first);
    expect(all.accountOf('up', up(1000, { version: 6, ...SYN }))).not.toBe(first);
    expect(made).toBe(3);
  });

  it('a client’s port may be the server’s', () => {
    const all = sessions();
    const first = all.accountOf('up', up(1000));
    expect(all.accountOf('down', up(1000))).not.toBe(first);
  });

  it('with its token, what was counted before goes to the session', () => {
    const all = sessions();
    const before = all.accountOf('up', up(1000, SYN));
    before.up.packets = 3;
    before.down.packets = 2;
    before.down.retransmitted = 5;
    const known = all.accountOf('up', open(1000, 7));
    expect(known).not.toBe(before);
    expect(known).toBe(session(all, 7));
    expect([known.up, known.down]).toEqual([{ packets: 3 }, { packets: 2, retransmitted: 5 }]);
    known.up.packets++;
    expect(all.accountOf('up', open(1000, 7)).up.packets).toBe(4);
    expect(all.accountOf('down', down(1000))).toBe(known);
    const second = all.accountOf('up', up(1001, SYN));
    second.down.retransmitted = 1;
    expect(all.accountOf('up', open(1001, 7))).toBe(known);
    expect(known.down.retransmitted).toBe(6);
    expect(session(all, 8)).toBeUndefined();
  });

  it('only a client opens', () => {
    const all = sessions();
    all.accountOf('down', down(1000, { handshake: true, tokenLow: 7 }));
    expect(session(all, 7)).toBeUndefined();
  });

  it('a SYN on a known connection begins another; a repeated one, or an answer to one, does not', () => {
    const all = sessions();
    const first = all.accountOf('up', up(1000, SYN));
    expect(all.accountOf('up', up(1000, SYN))).toBe(first);
    const known = all.accountOf('up', open(1000, 7));
    expect(all.accountOf('down', down(1000, SYN))).toBe(known);
    expect(all.accountOf('up', up(1000, { flags: 18 }))).toBe(known);
    const again = all.accountOf('up', up(1000, SYN));
    expect(again).not.toBe(known);
    expect(all.accountOf('up', open(1000, 8))).toBe(session(all, 8));
  });

  it('the oldest of very many connections is forgotten, and the oldest of many sessions', () => {
    const all = sessions();
    const first = all.accountOf('up', up(0));
    const second = all.accountOf('up', up(1));
    for (let port = 2; port < 20_000; port++) all.accountOf('up', up(port));
    expect(all.accountOf('up', up(0))).toBe(first);
    all.accountOf('up', up(20_000));
    expect(all.accountOf('up', up(1))).toBe(second);
    expect(all.accountOf('up', up(0))).not.toBe(first);

    const many = sessions();
    for (let token = 1; token <= 256; token++) many.accountOf('up', open(token, token));
    const kept = session(many, 2);
    expect(session(many, 1)).toBeDefined();
    many.accountOf('up', open(300, 300));
    expect(session(many, 1)).toBeUndefined();
    expect(session(many, 2)).toBe(kept);
    expect(session(many, 300)).toBeDefined();
  });
});
