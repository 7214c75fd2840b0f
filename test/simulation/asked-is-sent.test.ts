/**
 * What is asked for is what leaves: over all combinations of transport, mode, unit, size, clients, threads and path the
 * generators, and the server where it sends, offer the bits that were asked for. In virtual time, without a network.
 */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { impairmentFrom } from '../../src/cli/options/impairment.ts';
import type { RunOptions } from '../../src/cli/options/run-options.ts';
import { specFrom } from '../../src/cli/options/spec.ts';
import type { RunSpec } from '../../src/result/spec.ts';
import { isOneWay, planTransport } from '../../src/run/client/plan/effective.ts';
import type { Path } from '../../src/run/client/plan/path-mtu.ts';
import { fragmentsOf, unfragmented } from '../../src/run/fragments.ts';
import type { Transport } from '../../src/units.ts';
import { wordsFor } from '../../src/words/index.ts';
import { expect } from '../quick.ts';
import { sentDown, sentUp } from './offered.ts';

const words = wordsFor('en');

interface Case {
  readonly spec: RunSpec;
  readonly path: Path;
}

const path = fc.record({ mtu: fc.constantFrom(null, 576, 1280, 1500, 9000, 65_536), v6: fc.boolean() });

const oneOf = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** Runs in which some hundred probes leave: as long as that takes. */
const cases = (asked: fc.Arbitrary<RunOptions>): fc.Arbitrary<Case> =>
  fc
    .record({
      transports: oneOf<Transport[]>(['tcp'], ['udp'], ['tcp', 'udp']),
      mode: oneOf('echo', 'up', 'down', 'both'),
      size: oneOf(undefined, '64', '1000', '1448', '9000', '65507'),
      clients: fc.integer({ min: 1, max: 5 }),
      threads: fc.integer({ min: 1, max: 5 }),
      asked,
      path,
    })
    .map(({ transports, mode, size, clients, threads, asked: rate, path: way }) => {
      const options: RunOptions = {
        mode,
        clients: `${clients}`,
        threads: `${Math.min(threads, clients)}`,
        warmup: '10ms',
        ...(size === undefined ? {} : { size }),
        ...rate,
      };
      const spec = specFrom(transports, undefined, options, null, words);
      const perSecond = Math.min(
        ...spec.transports.map((transport) => planTransport(spec, transport, way).rate as number),
      );
      const duration = Math.ceil((300 / perSecond) * 1e9);
      return { spec: { ...spec, duration, warmup: Math.min(1e7, duration) }, path: way };
    });

const bitrates = fc
  .tuple(fc.integer({ min: 1, max: 999 }), oneOf('k', 'M', 'G'))
  .map(([value, unit]) => ({ bitrate: `${value}${unit}` }));

const rates = fc.integer({ min: 1, max: 100_000 }).map((rate) => ({ rate: `${rate}` }));

describe('offered is what was asked for', () => {
  it('in bits, whatever size was chosen for it', () => {
    fc.assert(
      fc.property(cases(bitrates), ({ spec, path: way }) => {
        for (const transport of spec.transports) {
          const plan = planTransport(spec, transport, way);
          const asked = (spec.bitrate! / 8) * (plan.duration / 1e9);
          for (const moved of [sentUp(spec, plan), sentDown(spec, plan)]) {
            if (moved === null) continue;
            // A schedule begins with a probe: at most one more than fits, of each generator.
            expect(moved.bytes).toBeGreaterThan(asked - plan.size * spec.threads);
            expect(moved.bytes).toBeLessThanOrEqual(asked + plan.size * spec.threads);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('in probes', () => {
    fc.assert(
      fc.property(cases(rates), ({ spec, path: way }) => {
        for (const transport of spec.transports) {
          const plan = planTransport(spec, transport, way);
          const asked = (spec.rate as number) * (plan.duration / 1e9);
          for (const moved of [sentUp(spec, plan), sentDown(spec, plan)]) {
            if (moved === null) continue;
            expect(Math.abs(moved.probes - asked)).toBeLessThanOrEqual(spec.threads);
            expect(moved.bytes).toBe(moved.probes * plan.size);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('over both transports of a comparison alike', () => {
    fc.assert(
      fc.property(cases(fc.oneof(bitrates, rates)), ({ spec, path: way }) => {
        const [first, ...others] = spec.transports.map((transport) => planTransport(spec, transport, way));
        for (const other of others)
          expect({ rate: other.rate, size: other.size }).toEqual({ rate: first!.rate, size: first!.size });
      }),
    );
  });
});

describe('sizes that nobody gave', () => {
  it('of datagrams at a bitrate: the largest that is not cut, and not one byte more', () => {
    fc.assert(
      fc.property(cases(bitrates), fc.integer({ min: 576, max: 9000 }), fc.boolean(), ({ spec }, mtu, v6) => {
        fc.pre(spec.size === null && spec.transports.includes('udp'));
        const { size } = planTransport(spec, 'udp', { mtu, v6 });
        expect(size).toBe(unfragmented(mtu, v6));
        expect([fragmentsOf(size, mtu, v6), fragmentsOf(size + 1, mtu, v6)]).toEqual([1, 2]);
      }),
    );
  });

  it.each([
    [{ mtu: null, v6: false }, 1448],
    // Loopback: nobody's network.
    [{ mtu: 65_536, v6: false }, 1448],
    [{ mtu: 1500, v6: false }, 1472],
    [{ mtu: 1500, v6: true }, 1452],
    [{ mtu: 9000, v6: false }, 8972],
  ])('over %j: %i bytes', (way, bytes) => {
    const spec = specFrom(['udp'], undefined, { bitrate: '100M' }, null, words);
    expect(planTransport(spec, 'udp', way)).toMatchObject({ size: bytes, rate: 100e6 / 8 / bytes });
  });

  it.each([
    ['up', 1448],
    ['down', 131_072],
    ['both', 1448],
  ])('of writes of a flood over an emulated link: those that suit it, the way they go (%s)', (mode, size) => {
    const link = impairmentFrom({ bandwidth: 'up=1M' }, 1, words);
    expect(planTransport(specFrom(['tcp'], undefined, { mode }, link, words), 'tcp').size).toBe(size);
  });

  it('of writes: at most what a tenth of a second carries, at least a header', () => {
    const streams = cases(bitrates).filter(
      ({ spec }) => spec.transports[0] === 'tcp' && spec.transports.length === 1 && isOneWay(spec.mode),
    );
    fc.assert(
      fc.property(streams, ({ spec }) => {
        fc.pre(spec.size === null);
        const { size, rate } = planTransport(spec, 'tcp');
        expect(Number.isInteger(size)).toBe(true);
        expect(size).toBeGreaterThanOrEqual(64);
        expect(size).toBeLessThanOrEqual(Math.max(64, spec.bitrate! / 80));
        expect(size).toBeLessThanOrEqual(131_072);
        if (size > 64) expect(rate).toBeGreaterThanOrEqual(10);
      }),
    );
  });
});
