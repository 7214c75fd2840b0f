import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { requireWayFrom, requireZone } from '../../src/net/local.ts';

it('a zone is an interface of this machine, or its number', () => {
  const [name] = Object.keys(networkInterfaces());
  for (const address of ['127.0.0.1', '::1', '2001:db8::1', `fe80::1%${name}`, 'fe80::1%1', `::1%${name}`])
    expect(() => requireZone(address, 'connect')).not.toThrow();
  expect(() => requireZone('fe80::1', 'connect')).toThrow(/does not say which interface leads to it/);
  expect(() => requireZone('fe80::1%nope', 'connect')).toThrow(
    'fe80::1%nope names the interface nope, which this machine does not have.',
  );
  expect(() => requireZone('::1%nope', 'connect')).toThrow(/the interface nope/);
});

it('what is bound must be able to lead there', () => {
  const own = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
  for (const [bind, address] of [
    [null, '192.0.2.77'],
    ['127.0.0.1', '127.0.0.2'],
    ['::1', '::1'],
    ['192.0.2.9', '192.0.2.77'],
    ...(own === undefined ? [] : [['127.0.0.1', own]]),
  ] as [string | null, string][])
    expect(() => requireWayFrom(bind, address), `${bind} ${address}`).not.toThrow();
  expect(() => requireWayFrom('::1', '127.0.0.1')).toThrow(
    /one is an IPv4 address, the other an IPv6 address/,
  );
  expect(() => requireWayFrom('127.0.0.1', '198.51.100.7')).toThrow(
    /only this machine itself can be reached/,
  );
  expect(() => requireWayFrom('::1', '2001:db8::7')).toThrow(/only this machine itself/);
  expect(() => requireWayFrom('fe80::1%nope', '2001:db8::7')).toThrow(/the interface nope/);
});
