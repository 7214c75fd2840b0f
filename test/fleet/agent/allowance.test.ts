import { describe, expect, it } from 'vitest';
import { admitted, asRefused } from '../../../src/fleet/agent/admission.ts';
import { type Allowance, allowsTarget, refusal, targetRule } from '../../../src/fleet/agent/allowance.ts';
import type { Task } from '../../../src/fleet/protocol/messages.ts';
import { type RunRequest, specOf } from '../../../src/library/spec.ts';

const SECOND = 1e9;
const target = (host: string, port = 5000) => ({ scheme: 'sockbench' as const, host, port });
const allowance = (more: Partial<Allowance> = {}): Allowance => ({
  targets: [{ kind: 'own' }],
  rate: 1000,
  bitrate: 1e6,
  duration: 20 * SECOND,
  clients: 10,
  flood: false,
  ...more,
});
const task = (request: Partial<RunRequest> = {}): Task => ({
  spec: specOf({ transports: ['udp'], target: target('127.0.0.1'), seed: 1, ...request }),
  before: 0,
  all: 1,
});

describe('a rule for targets', () => {
  const allows = (rule: string, host: string, address = host, port = 5000): boolean =>
    allowsTarget([targetRule(rule)!], target(host, port), address);

  it.each<[string, string, string, boolean]>([
    ['*', 'example.org', '203.0.113.7', true],
    ['own', 'x', '192.168.0.7', true],
    ['own', 'x', '203.0.113.7', false],
    ['own', 'x', 'fe80::1%eth0', true],
    ['own', '192.168.0.7', '203.0.113.7', false],
    ['203.0.113.7', 'x', '203.0.113.7', true],
    ['203.0.113.7:5000', '203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7:5001', '203.0.113.7', '203.0.113.7', false],
    ['Server.example', 'server.EXAMPLE', '203.0.113.7', true],
    ['server.example', 'server.example.evil', '203.0.113.7', false],
    ['203.0.113.0/24', 'x', '203.0.113.200', true],
    ['203.0.113.0/24', 'x', '203.0.114.1', false],
    ['203.0.113.0/24', 'x', '2001:db8::1', false],
    ['2001:db8::/32', 'x', '2001:db8:1::1', true],
    ['[2001:db8::1]:5000', 'x', '2001:db8::1', true],
  ])('%s: %s at %s: %s', (rule, host, address, allowed) => {
    expect(allows(rule, host, address)).toBe(allowed);
  });

  it.each(['', '1.2.3.4/33', '::/129', '1.2.3/8', 'a b', 'h:99999', '[x'])('"%s" is none', (text) => {
    expect(targetRule(text)).toBe(undefined);
  });
});

describe('an owner’s limits', () => {
  it('let pass what is within them', () => {
    expect(refusal(allowance(), task({ rate: 1000, clients: 10 }))).toBe(undefined);
    expect(refusal(allowance(), task({ transports: ['tcp'], rate: 'closed' }))).toBe(undefined);
    expect(refusal(allowance({ flood: true }), task({ rate: 'max', mode: 'up' }))).toBe(undefined);
  });

  // As they come from a bus: no command line makes them.
  it.each<[string, Partial<Task['spec']>]>([
    ['no transport', { transports: [] }],
    ['one transport many times', { transports: ['udp', 'udp', 'udp'] }],
    ['a warm-up that makes a day short', { rate: 10, duration: 86_400 * SECOND, warmup: -86_399 * SECOND }],
    ['a negative wait', { rate: 10, lossThreshold: -1 }],
    ['times of each probe', { rate: 10, perProbe: true }],
  ])('refuse %s', (_, odd) => {
    const { spec, ...rest } = task();
    const refused = refusal(allowance(), { ...rest, spec: { ...spec, ...odd } });
    expect(refused).toMatchObject({ code: 'not-allowed', details: { limit: 'shape' } });
  });

  it('refuse more intervals than are taken', () => {
    const hour = { rate: 10, duration: 3600 * SECOND, interval: 1e6 };
    const owner = allowance({ duration: 7200 * SECOND });
    expect(refusal(owner, task(hour))).toMatchObject({ details: { limit: 'shape' } });
    expect(refusal(owner, task({ ...hour, interval: SECOND }))).toBe(undefined);
  });

  it.each<[string, Partial<RunRequest>, object]>([
    ['a rate', { rate: 1001 }, { limit: 'rate', amount: 1001, most: 1000 }],
    ['a bitrate', { rate: 1000, size: 1000 }, { limit: 'bitrate', amount: 8e6, most: 1e6 }],
    ['a bitrate that was asked for as one', { bitrate: 2e6, size: 1000 }, { limit: 'bitrate', amount: 2e6 }],
    ['the rate of a default', { transports: ['udp'], clients: 1, size: 200 }, { limit: 'bitrate' }],
    [
      'a duration, with its warm-up',
      { rate: 10, duration: 19.5 * SECOND, warmup: SECOND },
      { limit: 'duration' },
    ],
    ['a run that only a count ends', { rate: 10, count: 100 }, { limit: 'duration' }],
    ['flows', { rate: 10, clients: 11 }, { limit: 'clients', amount: 11, most: 10 }],
    ['a flood', { rate: 'max', mode: 'up' }, { limit: 'flood' }],
    ['a flood of TCP, which is its default', { transports: ['tcp'], mode: 'up' }, { limit: 'flood' }],
    ['no target', { target: null }, { limit: 'shape' }],
    ['an interval of nothing', { interval: 1 }, { limit: 'shape' }],
    ['a giant', { size: 2 ** 30 }, { limit: 'shape' }],
    [
      'two transports at once, together',
      { transports: ['tcp', 'udp'], rate: 600 },
      { limit: 'rate', amount: 1200 },
    ],
    [
      'clients that wait for large answers',
      { transports: ['tcp'], rate: 'closed', size: 2 ** 20 },
      { limit: 'bitrate', amount: 100 * 2 ** 23 },
    ],
    ['a wait for what is lost', { rate: 10, lossThreshold: 21 * SECOND }, { limit: 'duration' }],
  ])('refuse %s', (_, request, details) => {
    expect(refusal(allowance(), task(request))).toMatchObject({ code: 'not-allowed', details });
  });

  it('refuse a second transport that is too much', () => {
    const both = task({ transports: ['tcp', 'udp'], mode: 'up', rate: 100, size: 2000 });
    expect(refusal(allowance(), both)).toMatchObject({ details: { limit: 'bitrate' } });
  });
});

describe('where a run goes', () => {
  it('is what its name led to when it was admitted', async () => {
    const one = await admitted(allowance(), task({ target: target('localhost') }));
    expect(['127.0.0.1', '::1']).toContain(one.spec.target!.host);
  });

  it('is refused by its address, and the sentence names what was asked for', async () => {
    const wanted = admitted(allowance(), task({ target: target('203.0.113.7') }));
    await expect(wanted).rejects.toMatchObject({
      code: 'not-allowed',
      details: { limit: 'target', address: '203.0.113.7:5000' },
    });
  });

  it('is above the public bound only where coordinator and owner consent', async () => {
    const consents = async (coordinator: boolean, flood: boolean): Promise<boolean> =>
      (await admitted(allowance({ flood }), task({ ownNetwork: coordinator }))).spec.ownNetwork;
    expect([await consents(true, false), await consents(false, true), await consents(true, true)]).toEqual([
      false,
      false,
      true,
    ]);
    const failure = { code: 'own-network', operation: 'start', details: {} };
    expect(asRefused(failure, task({ ownNetwork: true }))).toMatchObject({ details: { limit: 'flood' } });
    expect(asRefused(failure, task())).toBe(failure);
  });
});
