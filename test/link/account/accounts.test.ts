import { describe, expect, it } from 'vitest';
import { Accounts, noCounts } from '../../../src/link/account/accounts.ts';
import type { Outcome } from '../../../src/link/account/outcome.ts';
import { TYPE_OPEN, tokenToHex } from '../../../src/wire/header.ts';
import { read } from '../packet/read.ts';
import { ip, probePacket, segment, TOKEN } from '../packets.ts';
import { outcome, sessionOf } from './outcomes.ts';

const NONE = noCounts();

const NO_TCP = { ...NONE, retransmitted: 0 };

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
});
