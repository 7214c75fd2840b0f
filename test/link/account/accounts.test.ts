import { describe, expect, it } from 'vitest';
import { Accounts, noCounts } from '../../../src/link/account/accounts.ts';
import type { Fate, Outcome } from '../../../src/link/account/outcome.ts';
import { Packet } from '../../../src/link/packet/packet.ts';
import { TYPE_OPEN, tokenToHex } from '../../../src/wire/header.ts';
import { fragmentsOf, ip, probePacket, segment, TOKEN, viewOf } from '../packets.ts';

const NONE = noCounts();
const NO_TCP = { ...NONE, retransmitted: 0 };

function read(bytes: Buffer): Packet {
  const packet = new Packet();
  packet.read(viewOf(bytes), 0, bytes.length);
  return packet;
}

const outcome = (fate: Fate, more: Partial<Outcome> = {}): Outcome => ({
  fate,
  duplicates: 0,
  reordered: false,
  deliveredAt: 0,
  time: 0,
  sojourn: -1,
  marked: false,
  queueDrop: undefined,
  ...more,
});

const sessionOf = (low: number): string => tokenToHex({ ...TOKEN, low });

describe('what the link counts', () => {
  it('is one fate for each packet, its bytes, and what happened beside', () => {
    const accounts = new Accounts();
    const probe = probePacket({ session: 1 });
    const add = (one: Outcome, again = false) => accounts.add('up', read(probe), one, again);
    add(outcome('delivered'));
    add(outcome('delivered', { duplicates: 2, reordered: true }));
    add(outcome('lost'));
    add(outcome('queueDropped'));
    add(outcome('corrupted', { reordered: true }));
    expect(accounts.report('udp', sessionOf(1)).up.udp).toEqual({
      ...NONE,
      packets: 5,
      bytes: 5 * probe.length,
      delivered: 2,
      dropped: 2,
      queueDropped: 1,
      duplicated: 2,
      reordered: 2,
      corrupted: 1,
    });
    expect(accounts.report('udp', sessionOf(1)).down.udp).toEqual(NONE);
  });

  it('goes to the session, to datagrams without one, to TCP, or to the rest', () => {
    const accounts = new Accounts();
    const add = (bytes: Buffer, direction: 'up' | 'down' = 'up') =>
      accounts.add(direction, read(bytes), outcome('delivered'), false);
    for (const session of [1, 2, 1, 1]) add(probePacket({ session }));
    add(probePacket({ session: 2 }), 'down');
    // Foreign datagrams; a warm-up; an `open`; a ping.
    add(ip(4, 17, Buffer.alloc(40)));
    add(probePacket({ session: 1, warmup: true }));
    add(probePacket({ session: 1, type: TYPE_OPEN }));
    add(ip(4, 1, Buffer.alloc(16)));
    add(segment({ seq: 1, length: 10 }));
    accounts.add('down', read(segment({ seq: 1, length: 10 })), outcome('delivered'), true);
    const packets = (token: string | null) => {
      const { up, down } = accounts.report('udp', token);
      return [up.udp.packets, down.udp.packets, up.other.packets, down.other.packets];
    };
    expect(packets(sessionOf(1))).toEqual([3, 0, 3, 0]);
    expect(packets(sessionOf(2))).toEqual([1, 1, 3, 0]);
    expect(packets(sessionOf(3))).toEqual([0, 0, 3, 0]);
    expect(packets(null)).toEqual([5, 1, 3, 0]);
    const udp = accounts.report('udp', null);
    expect([udp.up.tcp, udp.down.tcp]).toEqual([NO_TCP, NO_TCP]);
    const tcp = accounts.report('tcp', null);
    expect([tcp.up.udp, tcp.down.udp]).toEqual([NONE, NONE]);
    expect([tcp.up.tcp.packets, tcp.up.tcp.retransmitted]).toEqual([1, 0]);
    expect([tcp.down.tcp.packets, tcp.down.tcp.retransmitted]).toEqual([1, 1]);
  });

  it('tells sessions apart by every bit of their tokens', () => {
    const accounts = new Accounts();
    const tokens = [
      { high: 1, low: 2 },
      { high: 1, low: 3 },
      { high: 2, low: 3 },
      { high: 1, low: 2 },
      { high: 2, low: 2 },
    ];
    for (const { high, low } of tokens) {
      const packet = read(probePacket());
      packet.tokenHigh = high;
      packet.tokenLow = low;
      accounts.add('up', packet, outcome('delivered'), false);
    }
    const packets = (high: number, low: number) =>
      accounts.report('udp', tokenToHex({ high, low })).up.udp.packets;
    expect([packets(1, 2), packets(1, 3), packets(2, 3), packets(2, 2)]).toEqual([2, 1, 1, 1]);
  });

  it('of a run begins anew with its measured part, and sessions keep theirs', () => {
    const accounts = new Accounts();
    const fill = () => {
      accounts.add('up', read(probePacket({ session: 1 })), outcome('delivered'), false);
      accounts.add('up', read(ip(4, 17, Buffer.alloc(40))), outcome('delivered'), false);
      accounts.add('up', read(segment({ seq: 1 })), outcome('delivered'), false);
      accounts.add('up', read(ip(4, 1, Buffer.alloc(16))), outcome('delivered'), false);
    };
    const totals = () => [
      accounts.report('udp', null).up.udp.packets,
      accounts.report('tcp', null).up.tcp.packets,
      accounts.report('tcp', null).up.other.packets,
    ];
    fill();
    expect(totals()).toEqual([2, 1, 1]);
    accounts.restart('tcp', 0);
    expect(totals()).toEqual([2, 0, 0]);
    fill();
    accounts.restart('udp', 0);
    expect(totals()).toEqual([2, 1, 0]);
  });

  it('of one session holds its own packets and nobody else’s', () => {
    const accounts = new Accounts();
    accounts.add('up', read(probePacket({ session: 1 })), outcome('delivered'), false);
    accounts.add('down', read(probePacket({ session: 1 })), outcome('lost'), false);
    accounts.add('up', read(probePacket({ session: 2 })), outcome('lost'), false);
    accounts.add('up', read(ip(4, 1, Buffer.alloc(16))), outcome('delivered'), false);
    // A connection says whose it is with its first bytes.
    const hello = read(segment({ seq: 1, length: 64 }));
    hello.handshake = true;
    hello.tokenHigh = TOKEN.high;
    hello.tokenLow = 1;
    accounts.add('up', hello, outcome('delivered'), false);
    const udp = accounts.reportSession('udp', sessionOf(1));
    expect([udp.up.udp.delivered, udp.down.udp.dropped]).toEqual([1, 1]);
    expect([udp.up.tcp, udp.up.other]).toEqual([NO_TCP, NONE]);
    const tcp = accounts.reportSession('tcp', sessionOf(1));
    expect([tcp.up.tcp.packets, tcp.down.tcp.packets, tcp.up.udp.packets]).toEqual([1, 0, 0]);
    expect(accounts.reportSession('tcp', sessionOf(9)).up.tcp).toEqual(NO_TCP);
    expect(accounts.reportSession('udp', sessionOf(9)).up.udp).toEqual(NONE);
  });

  it('is kept for 256 sessions; the oldest goes', () => {
    const accounts = new Accounts();
    const add = (session: number) =>
      accounts.add('up', read(probePacket({ session })), outcome('delivered'), false);
    const has = (session: number) => accounts.report('udp', sessionOf(session)).up.udp.packets;
    for (let session = 1; session <= 256; session++) add(session);
    expect([has(1), has(2), has(256)]).toEqual([1, 1, 1]);
    add(257);
    expect([has(1), has(2), has(257)]).toEqual([0, 1, 1]);
  });

  it('takes a probe back whose later fragment found the queue full', () => {
    const accounts = new Accounts();
    const [first, second] = fragmentsOf(probePacket({ session: 1, size: 200 }), 77, 104) as [Buffer, Buffer];
    const [other] = fragmentsOf(probePacket({ session: 1, size: 200 }), 78, 104) as [Buffer];
    const [foreign, rest] = fragmentsOf(ip(4, 17, Buffer.alloc(200)), 79, 104) as [Buffer, Buffer];
    accounts.add('up', read(first), outcome('delivered'), false);
    accounts.add('up', read(other), outcome('lost'), false);
    accounts.add('up', read(foreign), outcome('delivered'), false);
    const counts = () => accounts.report('udp', sessionOf(1)).up.udp;
    expect(counts()).toMatchObject({ delivered: 1, dropped: 1, queueDropped: 0 });
    accounts.add('up', read(rest), outcome('queueDropped'), false);
    // Of the other direction, and one that arrived.
    accounts.add('down', read(second), outcome('queueDropped'), false);
    accounts.add('up', read(second), outcome('delivered'), false);
    expect(counts()).toMatchObject({ delivered: 1, dropped: 1, queueDropped: 0 });
    accounts.add('up', read(second), outcome('queueDropped'), false);
    expect(counts()).toMatchObject({ delivered: 0, dropped: 2, queueDropped: 1 });
    // Once, however many of its fragments are dropped.
    accounts.add('up', read(second), outcome('queueDropped'), false);
    expect(counts()).toMatchObject({ delivered: 0, dropped: 2, queueDropped: 1 });
  });

  it('takes it back, too, where that fragment was dropped while the first one still waited', () => {
    const accounts = new Accounts();
    const [first, second] = fragmentsOf(probePacket({ session: 1, size: 200 }), 77, 104) as [Buffer, Buffer];
    const counts = () => accounts.report('udp', sessionOf(1)).up.udp;
    accounts.add('up', read(second), outcome('queueDropped'), false);
    accounts.add('up', read(first), outcome('delivered'), false);
    expect(counts()).toMatchObject({ packets: 1, delivered: 0, dropped: 1, queueDropped: 1 });
    // The same identification again, much later.
    accounts.add('up', read(first), outcome('delivered'), false);
    expect(counts()).toMatchObject({ packets: 2, delivered: 1, dropped: 1, queueDropped: 1 });
    // One whose first was lost is lost once.
    accounts.add('up', read(second), outcome('queueDropped'), false);
    accounts.add('up', read(first), outcome('lost'), false);
    expect(counts()).toMatchObject({ packets: 3, dropped: 3, queueDropped: 2 });
  });

  it('what the queue did to them: marks, and drops of its management', () => {
    const accounts = new Accounts();
    const add = (more: Partial<Outcome>, fate: Fate = 'delivered') =>
      accounts.add('up', read(segment({ seq: 1 })), outcome(fate, more), false);
    add({ marked: true });
    add({ queueDrop: 'aqm' }, 'queueDropped');
    add({ queueDrop: 'full' }, 'queueDropped');
    add({});
    expect(accounts.report('tcp', null).up.tcp).toMatchObject({
      packets: 4,
      dropped: 2,
      queueDropped: 2,
      aqmDropped: 1,
      marked: 1,
    });
  });

  it('what came before the measured part belongs to what was before, whenever its fate was told', () => {
    const accounts = new Accounts();
    accounts.restart('tcp', 100);
    accounts.restart('udp', 100);
    for (const time of [50, 99, 100]) {
      for (const packet of [segment({ seq: 1 }), ip(4, 17, Buffer.alloc(40)), ip(4, 1, Buffer.alloc(16))])
        accounts.add('up', read(packet), outcome('delivered', { time }), false);
      // Probes say themselves whether they are measured.
      accounts.add('up', read(probePacket({ session: 3 })), outcome('delivered', { time }), false);
    }
    const { udp, other } = accounts.report('udp', null).up;
    expect([accounts.report('tcp', null).up.tcp.packets, udp.packets, other.packets]).toEqual([1, 4, 1]);
    expect(accounts.report('udp', sessionOf(3)).up.udp.packets).toBe(3);
  });

  it('packets that still wait count as packets whose fate is open', () => {
    const accounts = new Accounts();
    accounts.add('up', read(probePacket({ session: 1 })), outcome('delivered'), false);
    const up = [
      probePacket({ session: 1 }),
      probePacket({ session: 2 }),
      probePacket({ session: 1, warmup: true }),
      probePacket({ session: 1, type: TYPE_OPEN }),
      segment({ seq: 1 }),
    ].map(read);
    const waiting = { up, down: [] };
    expect(accounts.report('udp', sessionOf(1), waiting).up.udp).toMatchObject({
      packets: 2,
      waiting: 1,
      bytes: 184,
    });
    expect(accounts.report('udp', null, waiting).up.udp).toMatchObject({ packets: 3, waiting: 2 });
    expect(accounts.report('tcp', null, waiting).up.tcp).toMatchObject({ packets: 1, waiting: 1 });
    expect(accounts.report('udp', null, waiting).down.udp).toMatchObject({ packets: 0, waiting: 0 });
    expect(accounts.reportSession('udp', sessionOf(2), waiting).up.udp).toMatchObject({
      packets: 1,
      waiting: 1,
    });
  });
});
