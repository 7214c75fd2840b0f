/** A server's limits hold for what leaves, in bits and in packets; what is granted less is granted whole, the warm-up included. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantedPlan } from '../../../../src/run/client/plan/terms.ts';
import { packetsOf } from '../../../../src/run/fragments.ts';
import { DEFAULT_LIMITS, grantFor } from '../../../../src/run/server/admission/limits.ts';
import { paceFor } from '../../../../src/run/server/admission/pace.ts';
import { grantsNoMore } from '../../../../src/session/granted.ts';
import { wordsFor } from '../../../../src/words/index.ts';
import { serverSaid } from '../../../../src/words/server-said.ts';
import { GRANT } from '../../../session/control-messages.ts';
import { usual } from '../../client/usual-plan.ts';
import { HELLO } from '../client.ts';

const ASKED = { ...HELLO, rate: 1000, duration: 11e9, warmup: 1e9 };

describe('the ceiling', () => {
  it('is in packets: a datagram of 45 fragments counts as 45', () => {
    const limits = { ...DEFAULT_LIMITS, rate: 9999 };
    expect(paceFor({ ...ASKED, rate: 9999, size: 65_507 }, limits).ceiling).toBeCloseTo(9999 / 45, 9);
    expect(paceFor({ ...ASKED, rate: 9999, size: 1472 }, limits)).toMatchObject({
      ceiling: 9999,
      paced: false,
    });
  });

  it('is never passed, in bits nor in packets, nor is more than asked for ever granted', () => {
    fc.assert(
      fc.property(
        fc.record({
          transport: fc.constantFrom('tcp' as const, 'udp' as const),
          rate: fc.option(fc.double({ min: 0.1, max: 1e6, noNaN: true }), { nil: null }),
          size: fc.integer({ min: 64, max: 65_507 }),
          leastSize: fc.option(fc.constant(64), { nil: undefined }),
        }),
        fc.record({
          rate: fc.integer({ min: 1, max: 1e7 }),
          bitrate: fc.integer({ min: 8000, max: 1e11 }),
          pacesFloods: fc.boolean(),
        }),
        (asked, limit) => {
          const { granted, ceiling } = grantFor({ ...HELLO, ...asked }, { ...DEFAULT_LIMITS, ...limit });
          const most = granted.rate ?? ceiling;
          const packets = packetsOf(asked.transport, granted.size, null, false);
          expect(most * packets).toBeLessThanOrEqual(limit.rate * (1 + 1e-9));
          expect(most * granted.size * 8).toBeLessThanOrEqual(limit.bitrate * (1 + 1e-9));
          expect(grantsNoMore(granted, { ...HELLO, ...asked })).toBe(true);
        },
      ),
    );
  });

  it('of a stream whose writes nobody sized gives writes that suit it', () => {
    const flood = { ...ASKED, transport: 'tcp' as const, mode: 'down' as const, rate: null, size: 131_072 };
    const limits = { ...DEFAULT_LIMITS, bitrate: 1e6, pacesFloods: true };
    const { granted } = grantFor({ ...flood, leastSize: 64 }, limits);
    expect(granted.size).toBe(1448);
    expect(granted.rate! * granted.size * 8).toBeCloseTo(1e6, 3);
    // With --size the person has said it.
    expect(grantFor(flood, limits).granted.size).toBe(131_072);
  });
});

describe('the duration', () => {
  const three = { ...DEFAULT_LIMITS, duration: 3e9 };

  it('takes as much of the warm-up as of the measured part, and says both', () => {
    const { granted, limited, hello } = grantFor(ASKED, three);
    expect(granted.duration).toBe(3e9);
    expect(granted.warmup).toBe(Math.floor(3e9 / 11));
    // What the server's own end goes by.
    expect(hello.warmup).toBe(granted.warmup);
    expect(limited).toEqual(['the duration is limited to 3 s, 0.273 s of it warm-up.']);
    expect(serverSaid(limited[0]!, wordsFor('pt-BR').server)).toBe(
      'a duração é limitada a 3 s, dos quais 0,273 s de aquecimento.',
    );
    const plan = grantedPlan({ ...usual, warmup: 1e9, duration: 10e9 }, { ...GRANT, granted });
    expect(plan.warmup + plan.duration).toBeCloseTo(3e9, 3);
    expect(plan.duration).toBeGreaterThan(2.7e9);
  });

  it('of a limit that is no longer than the warm-up is measured all the same', () => {
    const { granted } = grantFor(ASKED, { ...DEFAULT_LIMITS, duration: 1e9 });
    const plan = grantedPlan({ ...usual, warmup: 1e9, duration: 10e9 }, { ...GRANT, granted });
    expect(plan.duration).toBeGreaterThan(0.9e9);
  });

  it('of a run that a count ends is told where the count will take longer, and bounds it in any case', () => {
    const counted = { ...ASKED, duration: null, warmup: 0, count: 10_000 };
    expect(grantFor(counted, three)).toMatchObject({
      granted: { duration: 3e9 },
      limited: ['the duration is limited to 3 s.'],
    });
    expect(grantFor({ ...counted, count: 100 }, three)).toMatchObject({
      granted: { duration: 3e9 },
      limited: [],
    });
    expect(grantFor({ ...counted, rate: null }, three).granted.duration).toBe(3e9);
  });
});
