import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answering } from '../../../../src/run/client/plan/answering.ts';
import { resolveAll } from '../../../../src/run/client/plan/resolve.ts';

/** A hosts file: what a name server would say. */
const names: Record<string, readonly string[]> = {
  both: ['2001:db8::1', '2001:db8::2', '192.0.2.1', '192.0.2.2', '192.0.2.3'],
  four: ['192.0.2.1', '192.0.2.1'],
  six: ['2001:db8::1'],
  linklocal: ['fe80::1', '192.0.2.1'],
};

const lookup = async (host: string, { family }: { family?: number | string | undefined }) => {
  const all = (names[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const found = all.filter((one) => family === 0 || one.family === family);
  if (found.length === 0) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
  return found;
};
const resolve = (host: string, family: 0 | 4 | 6 = 0) => resolveAll({ host, port: 5000 }, family, lookup);

describe('a name is all its addresses', () => {
  it('the families take turns, and nothing is tried twice', async () => {
    expect(await resolve('both')).toEqual([
      '2001:db8::1',
      '192.0.2.1',
      '2001:db8::2',
      '192.0.2.2',
      '192.0.2.3',
    ]);
    expect(await resolve('four')).toEqual(['192.0.2.1']);
    expect(await resolve('both', 6)).toEqual(['2001:db8::1', '2001:db8::2']);
    expect(await resolve('linklocal')).toEqual(['192.0.2.1']);
  });

  it.each([
    ['four', 6, 'name-family', /The name four has no IPv6 address, only IPv4/],
    ['six', 4, 'name-family', /The name six has no IPv4 address, only IPv6/],
    ['nobody', 6, 'unresolvable', /cannot be resolved/],
    ['nobody', 0, 'unresolvable', /cannot be resolved/],
    ['192.0.2.1', 6, 'wrong-family', /is no IPv6 address/],
    ['fe80::1', 0, 'scope-missing', /fe80::1/],
    ['fe80::1%nosuch', 0, 'no-interface', /nosuch/],
  ] as const)('%s with family %i: %s', async (host, family, code, message) => {
    await expect(resolve(host, family)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});

it('what this machine knows of a name needs no name server that answers', async () => {
  const away = async (host: string, options: { family?: number | string | undefined }) =>
    lookup(host, options).catch(() => {
      throw Object.assign(new Error('try again'), { code: 'EAI_AGAIN' });
    });
  const asked = (host: string) => resolveAll({ host, port: 5000 }, 6, away);
  await expect(asked('four')).rejects.toMatchObject({ code: 'name-family' });
  await expect(asked('nobody')).rejects.toMatchObject({ code: 'name-server' });
});

describe('a run goes to the address at which somebody listens', () => {
  it.each(['tcp', 'udp'] as const)('over %s, and the last that is left is not tried', async (transport) => {
    let calls = 0;
    const server = createServer((socket) => {
      calls++;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const addresses = ['127.0.0.77', '127.0.0.78', '127.0.0.1'];
    expect(await answering({ addresses, port }, transport, null)).toBe('127.0.0.1');
    expect(calls).toBe(0);
    if (transport === 'udp') return;
    expect(await answering({ addresses: addresses.toReversed(), port }, 'tcp', null)).toBe('127.0.0.1');
  });
});
