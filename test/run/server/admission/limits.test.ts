import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayEcho } from '../../../../src/run/listening/plain-echo.ts';
import {
  DEFAULT_LIMITS,
  EMBEDDED_LIMITS,
  grantFor,
  refusal,
} from '../../../../src/run/server/admission/limits.ts';
import { HELLO } from '../client.ts';

const amount = fc.option(fc.integer({ min: 1, max: 1e9 }), { nil: null });
const hello = fc.record({
  mode: fc.constantFrom('echo' as const, 'up' as const, 'down' as const, 'both' as const),
  transport: fc.constantFrom('tcp' as const, 'udp' as const),
  rate: amount,
  duration: amount.map((seconds) => (seconds === null ? null : seconds * 1e6)),
});

describe('grants', () => {
  it('are never more than was asked for, nor more than the limits', () => {
    fc.assert(
      fc.property(
        hello,
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1e6, max: 1e15 }),
        fc.boolean(),
        (request, rate, duration, pacesFloods) => {
          const { granted, limited, ceiling } = grantFor(
            { ...HELLO, ...request },
            { ...DEFAULT_LIMITS, rate, duration, pacesFloods },
          );
          if (granted.rate !== null) expect(granted.rate).toBeLessThanOrEqual(rate);
          if (request.rate !== null) expect(granted.rate).toBeLessThanOrEqual(request.rate);
          // A flood stays one, unless the server's owner has said how fast it may be.
          if (request.rate === null) expect(granted.rate).toBe(pacesFloods ? rate : null);
          expect(ceiling).toBe(rate);
          if (granted.duration !== null) expect(granted.duration).toBeLessThanOrEqual(duration);
          const less = granted.rate !== request.rate;
          const shorter = request.duration !== null && granted.duration !== request.duration;
          expect(limited).toHaveLength(Number(less) + Number(shorter));
        },
      ),
    );
  });

  it('leave out a congestion control that the server lacks, over TCP only, and say so', () => {
    const means = {
      engine: 'linux' as const,
      busyPoll: true,
      hasCongestionControl: (name: string) => name === 'reno',
    };
    const of = (congestionControl: string, transport: 'tcp' | 'udp') =>
      grantFor({ ...HELLO, transport, congestionControl }, DEFAULT_LIMITS, means);
    expect(of('reno', 'tcp')).toMatchObject({ limited: [], hello: { congestionControl: 'reno' } });
    expect(of('vegas', 'udp').limited).toEqual([]);
    expect(of('vegas', 'tcp')).toMatchObject({
      limited: ['the congestion control vegas is not available on this server.'],
      hello: { congestionControl: null },
    });
  });

  it('count a bitrate in probes of the size asked for', () => {
    const limits = { ...DEFAULT_LIMITS, bitrate: 8000 };
    expect(grantFor({ ...HELLO, size: 1000, rate: 5 }, limits)).toMatchObject({
      granted: { rate: 1 },
      limited: ['the rate is limited to 1 probe/s.'],
    });
    expect(grantFor({ ...HELLO, size: 3000 }, limits).ceiling).toBeCloseTo(1 / 3, 9);
  });

  it('leave a flood of a run against its own server unbounded', () => {
    expect(grantFor({ ...HELLO, mode: 'down' }, EMBEDDED_LIMITS).granted.rate).toBeNull();
    expect(grantFor({ ...HELLO, mode: 'down' }, DEFAULT_LIMITS).granted.rate).toBeNull();
  });

  it.each(['up', 'down'] as const)(
    'give a flood a rate where the owner has set one, and say so: %s',
    (mode) => {
      const limits = { ...DEFAULT_LIMITS, rate: 200, pacesFloods: true };
      expect(grantFor({ ...HELLO, mode, rate: null }, limits)).toMatchObject({
        granted: { rate: 200 },
        limited: ['the rate is limited to 200 probes/s.'],
      });
    },
  );

  it('let a run against its own server last as long as any may', () => {
    const duration = 480 * 3600e9;
    const { granted, limited } = grantFor({ ...HELLO, duration }, EMBEDDED_LIMITS);
    expect({ duration: granted.duration, limited }).toEqual({ duration, limited: [] });
  });

  it('are refused where the server is full, busy or out of memory', () => {
    const free = {
      sessions: 0,
      sessionsOfAddress: 0,
      sessionsOfNetwork: 0,
      clients: 0,
      clientsOfNetwork: 0,
      room: 100,
      memory: 0,
    };
    expect(refusal(HELLO, DEFAULT_LIMITS, free)).toBeUndefined();
    for (const usage of [
      { ...free, sessions: DEFAULT_LIMITS.sessions },
      { ...free, sessionsOfAddress: DEFAULT_LIMITS.sessionsPerAddress },
      { ...free, sessionsOfNetwork: DEFAULT_LIMITS.sessions - DEFAULT_LIMITS.sessionsPerAddress },
      { ...free, memory: DEFAULT_LIMITS.memory + 1 },
      { ...free, clients: 100 },
      // A quarter of the room is for others.
      { ...free, clientsOfNetwork: 75, clients: 75 },
    ])
      expect(refusal(HELLO, DEFAULT_LIMITS, usage)).toMatchObject({ code: 'busy' });
    expect(refusal(HELLO, DEFAULT_LIMITS, { ...free, clients: 99, clientsOfNetwork: 74 })).toBeUndefined();
    expect(refusal({ ...HELLO, clients: 76 }, DEFAULT_LIMITS, free)?.message).toContain(
      'for 76 more clients',
    );
  });
});

describe('plain echo over UDP', () => {
  it.each([
    ['127.0.0.1', 40_000, false, true],
    ['::ffff:127.0.0.1', 40_000, false, true],
    ['::1', 40_000, false, true],
    ['192.168.0.7', 40_000, false, false],
    ['192.168.0.7', 40_000, true, true],
    ['127.0.0.1', 1900, true, false],
  ])('to %s port %i (anyone: %s): %s', (address, port, anyone, expected) => {
    expect(mayEcho({ address, port }, anyone)).toBe(expected);
  });
});
