/** What is typed for `load`: a link of its own unless told otherwise, probes that can be kept, and no option that does nothing. */
import { describe, expect, it } from 'vitest';
import type { LoadTyped } from '../../src/cli/load/options.ts';
import { loadPlanFrom } from '../../src/cli/load/settings.ts';
import { NO_IMPAIRMENT } from '../../src/result/impairment.ts';
import { MILLISECOND, SECOND } from '../../src/units.ts';
import { wordsFor } from '../../src/words/index.ts';

const words = wordsFor('en');
const plan = (options: LoadTyped = {}, target?: string) => loadPlanFrom(target, options, undefined, words);

describe('the line', () => {
  it('is a slow one with a queue of 120 ms where nothing is said', () => {
    const { impairment, target, streams, phase, direction, probeRate } = plan();
    const line = { bandwidth: 20e6, delay: 10 * MILLISECOND, queueBytes: 300_000, aqm: 'none' };
    expect(impairment).toMatchObject({ up: line, down: line });
    expect([target, streams, phase, direction, probeRate]).toEqual([null, 4, 8 * SECOND, 'all', 100]);
  });

  it('changes by the options that are given, one by one', () => {
    expect(plan({ aqm: 'codel' }).impairment!.up).toMatchObject({
      aqm: 'codel',
      bandwidth: 20e6,
      queueBytes: 300_000,
    });
    expect(plan({ aqm: 'fq-codel', ecn: true }).impairment!.down).toMatchObject({
      aqm: 'fq-codel',
      ecn: true,
    });
    expect(plan({ queue: '100' }).impairment!.up).toMatchObject({ queue: 100, queueBytes: null });
    expect(plan({ bandwidth: 'up=5M,down=20M' }).impairment).toMatchObject({
      up: { bandwidth: 5e6 },
      down: { bandwidth: 20e6 },
    });
  });

  it('is the lab’s where it is typed inside of one, whatever options stand there', () => {
    const link = { up: NO_IMPAIRMENT, down: NO_IMPAIRMENT, profile: null, seed: 4 };
    expect(loadPlanFrom(undefined, { aqm: 'codel' }, link, words).impairment).toBe(link);
  });

  it('is the real one towards a server, and takes no option of a link', () => {
    expect(plan({}, '192.168.0.7').impairment).toBeNull();
    for (const options of [{ loss: '5%' }, { aqm: 'codel' }, { ecn: true }, { profile: 'dsl' }])
      expect(() => plan(options, '192.168.0.7')).toThrow(/both ends of the link/);
    expect(() => plan({}, 'echo://192.168.0.7')).toThrow(/sockbench server/);
  });
});

describe('probes', () => {
  it('take a twentieth of a slow emulated line at most, unless told otherwise', () => {
    expect(plan({ bandwidth: '10M' }).probeRate).toBe(100);
    expect(plan({ bandwidth: 'up=1M,down=20M' }).probeRate).toBe(30);
    expect(plan({ profile: 'dsl' }).probeRate).toBe(12);
    expect(plan({ bandwidth: '300k', direction: 'up', probeRate: '100' }).probeRate).toBe(100);
    expect(plan({ bandwidth: '64k' }).probeRate).toBe(10);
    expect(plan({}, '192.168.0.7').probeRate).toBe(100);
  });

  it('are as many as can be kept: fewer where phases are long', () => {
    const rate = plan({ phase: '1m' }).probeRate;
    expect(rate).toBeGreaterThan(20);
    expect(rate).toBeLessThan(100);
    expect(() => plan({ phase: '1m', probeRate: '100' })).toThrow(/at most \d+ with phases of this length/);
    expect(plan({ direction: 'up', phase: '5s', probeRate: '200' }).probeRate).toBe(200);
  });
});

it.each([
  [{ phase: '2s' }, '--phase'],
  [{ phase: '11m' }, '--phase'],
  [{ streams: '0' }, '--streams'],
  [{ direction: 'left' }, '--direction'],
  [{ probeRate: '0' }, '--probe-rate'],
  [{ ipv4: true, ipv6: true }, '-6'],
  [{ json: true, jsonStream: true }, '--json'],
  [{ keyFile: 'x' }, '--key-file'],
  [{ bind: 'here' }, '--bind'],
] as const)('refuses %o', (options, name) => {
  expect(() => plan(options)).toThrow(new RegExp(name));
});
