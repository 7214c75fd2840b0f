import { describe, expect, it } from 'vitest';
import { isOwnNetwork } from '../../../src/run/client/plan/resolve.ts';

describe('addresses that may be flooded without consent', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.0.7',
    '169.254.1.1',
    '::1',
    'fd00::1',
    'fe80::1%eth0',
  ])('%s is one', (address) => expect(isOwnNetwork(address)).toBe(true));
  it.each(['8.8.8.8', '172.32.0.1', '11.0.0.1', '2001:db8::1', '::'])('%s is none', (address) =>
    expect(isOwnNetwork(address)).toBe(false),
  );
});
