/** What the link counts, where the fate of a packet becomes known after it was counted. */
import { describe, expect, it } from 'vitest';
import { Accounts } from '../../../src/link/account/accounts.ts';
import type { Fate, Outcome } from '../../../src/link/account/outcome.ts';
import { TYPE_OPEN } from '../../../src/wire/header.ts';
import { read } from '../packet/read.ts';
import { fragmentsOf, ip, probePacket, segment } from '../packets.ts';
import { outcome, sessionOf } from './outcomes.ts';

describe('what becomes known later', () => {
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
