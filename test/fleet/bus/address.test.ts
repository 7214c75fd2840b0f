import { describe, expect, it } from 'vitest';
import { withoutBusSecrets } from '../../../src/cli/fleet/bus.ts';
import { busAddress, withoutCredentials } from '../../../src/fleet/bus/address.ts';

describe('the address of a broker', () => {
  it.each([
    ['nats://h', { host: 'h', port: 4222, tls: false, shown: 'nats://h:4222' }],
    ['tls://h:1', { host: 'h', port: 1, tls: true, shown: 'tls://h:1' }],
    ['nats://[::1]:4333/', { host: '::1', port: 4333, tls: false, shown: 'nats://[::1]:4333' }],
    [
      'nats://u:p%40%3A@h',
      { host: 'h', port: 4222, tls: false, user: 'u', password: 'p@:', shown: 'nats://h:4222' },
    ],
    ['nats://t0ken@h', { host: 'h', port: 4222, tls: false, token: 't0ken', shown: 'nats://h:4222' }],
  ])('%s', (text, address) => {
    expect(busAddress(text)).toEqual(address);
  });

  it.each([
    '',
    'h',
    'h:4222',
    'http://h',
    'nats://',
    'nats://h/path',
    'nats://h?x=1',
    'nats://h:99999',
    'nats://u:%zz@h',
  ])('"%s" is none', (text) => {
    expect(() => busAddress(text)).toThrow(expect.objectContaining({ code: 'bad-bus' }));
  });

  it('never shows what opens the broker, not even where it is none', () => {
    for (const text of [
      'nats://u:secret@h/x',
      'http://u:secret@h',
      'u:secret@h',
      'nats://u:sec%ret@h',
      'nats://a@secret@h/x',
    ]) {
      let said = '';
      try {
        busAddress(text);
      } catch (error) {
        said = JSON.stringify(error) + String(error);
      }
      expect(said).not.toBe('');
      expect(said).not.toContain('sec');
      expect(withoutCredentials(text)).not.toContain('sec');
    }
  });

  it('stands in a result without it', () => {
    const typed = ['fleet', 'udp', 'h', '--bus', 'nats://u:secret@b', '--agents', '2'];
    expect(withoutBusSecrets(typed)).toEqual(['fleet', 'udp', 'h', '--bus', 'nats://b', '--agents', '2']);
    expect(withoutBusSecrets(['--bus=nats://secret@b:1'])).toEqual(['--bus=nats://b:1']);
  });
});
