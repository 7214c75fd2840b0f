/** How long a run waits over an emulated link, and what it says where that was longer than the loss threshold. */
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../src/measure/histogram.ts';
import { NO_IMPAIRMENT } from '../../../src/result/impairment.ts';
import { allLate } from '../../../src/run/client/assemble/echo/all-late.ts';
import { patienceOf, planTransport } from '../../../src/run/client/plan/effective.ts';
import { grantedPlan } from '../../../src/run/client/plan/terms.ts';
import { SECOND } from '../../../src/units.ts';
import type { Grant } from '../../../src/wire/control.ts';
import { specOf } from '../../present/live/scenarios.ts';
import { usual } from './usual-plan.ts';

const link = (delay: number) => ({
  up: { ...NO_IMPAIRMENT, delay },
  down: { ...NO_IMPAIRMENT, delay },
  profile: null,
  seed: 1,
});

describe('patience', () => {
  it('is the loss threshold, or the link’s own time where that is longer', () => {
    expect(patienceOf(usual)).toBe(3 * SECOND);
    expect(patienceOf({ ...usual, roundTrip: 40e6 })).toBe(3 * SECOND);
    expect(patienceOf({ ...usual, roundTrip: 6 * SECOND })).toBe(7 * SECOND);
    // What is sent again takes longer.
    expect(patienceOf({ ...usual, transport: 'tcp', roundTrip: 6 * SECOND })).toBe(25 * SECOND);
  });

  it('follows the link that was asked for, and the one that a server tells of', () => {
    const spec = { ...specOf(['udp']), impairment: link(3 * SECOND) };
    expect(planTransport(spec, 'udp').roundTrip).toBe(6 * SECOND);
    expect(planTransport({ ...spec, impairment: null }, 'udp').roundTrip).toBeUndefined();
    const granted = { clients: 1, size: 64, rate: 1000, duration: null };
    const grant = { granted, roundTrip: 4 * SECOND } as unknown as Grant;
    expect(grantedPlan(usual, grant).roundTrip).toBe(4 * SECOND);
    expect(grantedPlan(usual, { ...grant, roundTrip: 1e15 }).roundTrip).toBe(60 * SECOND);
    expect(grantedPlan(usual, { granted } as unknown as Grant).roundTrip).toBeUndefined();
  });
});

it('a run whose answers were all late names the option', () => {
  const service = new Histogram();
  for (const seconds of [4, 4.05]) service.record(seconds * SECOND);
  const said = (received: number, late: number) =>
    allLate(usual, { received, late, service: service.data() });
  expect(said(0, 2)).toEqual([
    {
      code: 'all-late',
      message:
        'All 2 answers came after the loss threshold of 3 s, the fastest after 4 s: none counts as received, so the run ends with status 1.',
      remedy: 'Give --loss-threshold 5s.',
      details: { count: 2, threshold: 3 * SECOND, fastest: 4 * SECOND, enough: 5 * SECOND },
    },
  ]);
  expect(said(1, 2)).toEqual([]);
  expect(said(0, 0)).toEqual([]);
});
