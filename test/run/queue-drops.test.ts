import { describe, expect, it } from 'vitest';
import {
  counterIn,
  counterV6,
  dropsBetween,
  interfaceOf,
  readQueues,
  transmitDrops,
} from '../../src/run/queue-drops.ts';

const DEV = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 61216801  260217    0    0    0     0          0         0 61216801  260217    0    0    0     0       0          0
  eth0:1000000123 2000    0    5    0     0          0         0 3000 40    0    625    0     0       0          0
`;
const SNMP = `Ip: Forwarding DefaultTTL InReceives OutDiscards OutNoRoutes
Ip: 1 64 500 625 3
Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors
Udp: 800 1 2 900 3 620 4
`;

const SNMP6 = `Ip6OutRequests                  	900
Ip6OutDiscards                  	43
Ip6OutDiscardsElsewhere         	7
`;

const queues = (transmit: Record<string, number>, ip: number) => ({
  transmit: new Map(Object.entries(transmit)),
  ip,
});

describe('drops of the own queues', () => {
  it('are read from the tables of the kernel', () => {
    expect([...transmitDrops(DEV)]).toEqual([
      ['lo', 0],
      ['eth0', 625],
    ]);
    expect(counterIn(SNMP, 'Ip', 'OutDiscards')).toBe(625);
    expect(counterIn(SNMP, 'Udp', 'Elsewhere')).toBe(0);
    expect(counterIn(SNMP, 'Tcp', 'OutDiscards')).toBe(0);
  });

  it('are read of IPv6, too', () => {
    expect(counterV6(SNMP6, 'Ip6OutDiscards')).toBe(43);
    expect(counterV6('', 'Ip6OutDiscards')).toBe(0);
  });

  it('count a packet once, whoever counts it: the interface, or IP', () => {
    const before = queues({ eth0: 10, eth1: 7 }, 100);
    expect(dropsBetween(before, queues({ eth0: 635, eth1: 7 }, 725))).toBe(625);
    expect(dropsBetween(before, queues({ eth0: 10, eth1: 7 }, 725))).toBe(625);
    expect(dropsBetween(before, queues({ eth0: 12, eth1: 9, eth2: 3 }, 100))).toBe(7);
  });

  it('count what the queue before an interface dropped and nobody else tells, where both readings know it', () => {
    const at = (queued: Record<string, number> | null, transmit = 0) => ({
      // Sends that found a socket full.
      ...queues({ eth0: transmit }, queued?.['eth0'] === 90 ? 700 : 5),
      queued: queued && new Map(Object.entries(queued)),
    });
    expect(dropsBetween(at({ eth0: 40, eth1: 1 }), at({ eth0: 90, eth1: 8 }, 3), 'eth0')).toBe(53);
    expect(dropsBetween(at(null), at({ eth0: 90 }))).toBe(695);
    expect(dropsBetween(at({ eth0: 90 }), at(null))).toBe(0);
  });

  it('of another interface than the one that was sent by are not ours', () => {
    const [before, after] = [queues({ eth0: 0, eth1: 0 }, 0), queues({ eth0: 3, eth1: 900 }, 0)];
    expect(dropsBetween(before, after, 'eth0')).toBe(3);
    expect(dropsBetween(before, after)).toBe(903);
  });

  it('are unknown where the system does not tell, and never below none', () => {
    expect(dropsBetween(null, queues({}, 0))).toBeNull();
    expect(dropsBetween(queues({}, 0), null)).toBeNull();
    expect(dropsBetween(queues({ eth0: 9 }, 9), queues({ eth0: 0 }, 0))).toBe(0);
  });

  it.runIf(process.platform === 'linux')('this machine tells, and knows its loopback by its address', () => {
    expect(readQueues()!.transmit.has('lo')).toBe(true);
    expect(interfaceOf('127.0.0.1')).toBe('lo');
    expect(interfaceOf('192.0.2.77')).toBeUndefined();
  });
});
