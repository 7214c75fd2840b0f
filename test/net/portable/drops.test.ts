import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { clockSince } from '../../../src/clock.ts';
import { parseDrops, socketKey } from '../../../src/net/portable/drops.ts';
import { PortablePort } from '../../../src/net/portable/port.ts';

vi.mock(import('node:fs'), async (original) => {
  const fs = await original();
  return { ...fs, readFileSync: vi.fn(fs.readFileSync) as typeof fs.readFileSync };
});

/** As Linux 6.1 prints them. */
const UDP = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  313: 0100007F:1388 0200007F:C5A2 01 00000000:00000000 00:00000000 00000000     0        0 31337 2 0000000000000000 42
 1025: 00000000:1388 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 31338 2 0000000000000000 0
`;
const UDP6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
 1025: B80D0120000000000000000001000000:1388 000080FE00000000FF00FC00010000FE:0035 01 00000000:00000000 00:00000000 00000000     0        0 31339 2 0000000000000000 7
`;

describe('drops of /proc/net/udp', () => {
  const drops = new Map<string, number>();
  parseDrops(UDP, drops);
  parseDrops(UDP6, drops);

  it.each([
    ['127.0.0.1', 5000, '127.0.0.2', 50_594, 42],
    ['0.0.0.0', 5000, '0.0.0.0', 0, 0],
    ['2001:db8::1', 5000, 'fe80::fc:ff:fe00:1%eth0', 53, 7],
    ['127.0.0.1', 5000, '127.0.0.2', 50_595, undefined],
  ])('of %s:%i and %s:%i are %s', (local, localPort, remote, remotePort, expected) => {
    const key = socketKey({ address: local, port: localPort }, { address: remote, port: remotePort });
    expect(drops.get(key)).toBe(expected);
  });

  it('writes an IPv4 address within IPv6 as the kernel does', () => {
    expect(socketKey({ address: '::ffff:127.0.0.1', port: 1 }, { address: '::', port: 0 })).toBe(
      '0000000000000000FFFF00000100007F:0001 00000000000000000000000000000000:0000',
    );
  });
});

it('are read once for all flows of a port, however many: a server tells them of ten thousand', async () => {
  const port = new PortablePort(clockSince(process.hrtime.bigint()));
  const remote = { address: '127.0.0.1', port: 9 };
  for (let flow = 0; flow < 50; flow++) await port.open({ transport: 'udp', size: 64, remote });
  const reads = vi.mocked(readFileSync);
  reads.mockClear();
  const drops = Array.from({ length: 50 }, (_, flow) => port.drops(flow));
  await port.close();
  expect(drops).toEqual(Array(50).fill(port.capabilities.dropCounter ? 0 : null));
  // A table for each version of IP.
  expect(reads.mock.calls.length).toBeLessThanOrEqual(2);
});
