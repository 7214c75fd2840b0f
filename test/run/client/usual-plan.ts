/** A run as most are, for tests that need one. */
import type { TransportPlan } from '../../../src/run/client/plan/effective.ts';
import { SECOND } from '../../../src/units.ts';
import { FLAG_ANSWER } from '../../../src/wire/header.ts';

export const identity = {
  token: { high: 1, low: 2 },
  size: 64,
  flags: FLAG_ANSWER,
  first: 0,
  step: 1,
  mac: null,
};

export const usual: TransportPlan = {
  transport: 'udp',
  mode: 'echo',
  clients: 1,
  rate: 1000,
  arrivals: 'periodic',
  size: 64,
  duration: 10 * SECOND,
  count: Number.POSITIVE_INFINITY,
  warmup: SECOND,
  stall: Number.POSITIVE_INFINITY,
  lossThreshold: 3 * SECOND,
  interval: SECOND,
  seed: 1,
};
