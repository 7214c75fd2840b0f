/** The line that says how far the figures can be trusted, where it has little room. */
import { describe, expect, it } from 'vitest';
import type { RunModel } from '../../../src/present/live/model/model.ts';
import { trustLine } from '../../../src/present/live/parts/trust.ts';
import { scenario } from './scenarios.ts';
import { canvasFor, modelAt } from './screenshot.tsx';

const lossy = scenario({ transports: ['tcp', 'udp'], loss: 0.05, delay: 20e6 });
const slow = modelAt(scenario({ transports: ['udp'], saturated: true }), 5);

describe('where the line is short', () => {
  it('of the trust, the verdict stands, and a figure is whole or not there', () => {
    for (const [lanes, verdict] of [
      [slow.lanes, 'Trust: ▲ TOO SLOW: the figures are the generator’s, not the network’s'],
      [modelAt(lossy, 5).lanes, 'Trust: good (nothing limits it)'],
    ] as const) {
      const health = (columns: number): string => trustLine(canvasFor({ columns }), lanes).trimEnd();
      const whole = health(140).split('  ');
      expect(whole[0]).toBe(verdict);
      expect(whole[1]).toMatch(/^99 % of probes left at most [\d.]+ .s late$/);
      for (let columns = verdict.length; columns < 140; columns++)
        expect(whole, `${columns}`).toEqual(expect.arrayContaining(health(columns).split('  ')));
    }
  });

  it('of the trust, each transport has its own verdict, whole, before anybody has a reason', () => {
    const [good] = modelAt(lossy, 5).lanes;
    const lanes = [
      { ...slow.lanes[0]!, transport: 'tcp' as const },
      { ...good!, transport: 'udp' as const },
    ];
    const said = (columns: number): string => trustLine(canvasFor({ columns }), lanes).trimEnd();
    expect(said(60)).toBe('Trust: TCP ▲ TOO SLOW  UDP good');
    expect(said(80)).toBe('Trust: TCP ▲ TOO SLOW (the rate is not reached)  UDP good (nothing limits it)');
    for (let columns = 60; columns <= 140; columns++) {
      expect(said(columns)).toMatch(/^Trust: TCP ▲ TOO SLOW.* UDP good/);
      expect(said(columns)).not.toContain('…');
    }
  });

  it('of the trust, a generator that has time is a reason only where the verdict is good', () => {
    const busy = (lanes: RunModel['lanes']): boolean =>
      trustLine(canvasFor({ columns: 200 }), lanes).includes('generator 4 % busy');
    expect([busy(modelAt(lossy, 5).lanes), busy(slow.lanes)]).toEqual([true, false]);
  });
});
