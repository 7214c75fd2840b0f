import { expect, it } from 'vitest';
import { listenersIn } from '../../../src/run/lab/listening.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid';

it('are told from the kernel’s tables', () => {
  const tcp = [
    HEAD,
    '   0: 00000000:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0',
    '   1: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0',
    '   2: 0100007F:1F40 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0',
    '',
  ].join('\n');
  expect(listenersIn(tcp)).toEqual([
    { loopback: false, port: 5000 },
    { loopback: true, port: 8000 },
  ]);
  const six = [
    HEAD,
    '   0: 00000000000000000000000001000000:1388 00000000000000000000000000000000:0000 07',
    '   1: 00000000000000000000000000000000:1389 00000000000000000000000000000000:0000 07',
    '   2: 000077FD000000000000000001000000:138A 00000000000000000000000000000000:0000 0A',
  ].join('\n');
  expect(listenersIn(six).map(({ loopback }) => loopback)).toEqual([true, false, false]);
  expect(listenersIn('')).toEqual([]);
});
