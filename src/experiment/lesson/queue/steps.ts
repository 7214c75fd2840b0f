/** The lesson's steps: which queue, who fills it, and nothing else changed. Data alone. */
import { type Impairment, NO_IMPAIRMENT } from '../../../result/impairment.ts';
import { MILLISECOND, SECOND } from '../../../units.ts';
import type { LoadPlan } from '../../load/plan.ts';

export const QUEUE_STEPS = ['full', 'larger', 'codel', 'fq-codel', 'bbr'] as const;
export type QueueStep = (typeof QUEUE_STEPS)[number];

/** 150 kB at 10 Mbit/s are 120 ms. */
const LINE = { ...NO_IMPAIRMENT, bandwidth: 10e6, delay: 10 * MILLISECOND, queueBytes: 150_000 };
const PHASE = 5 * SECOND;

const CHANGES: Readonly<Record<QueueStep, Partial<typeof LINE>>> = {
  full: {},
  larger: { queueBytes: 300_000 },
  codel: { aqm: 'codel' },
  'fq-codel': { aqm: 'fq-codel' },
  bbr: {},
};

export function queuePlan(step: QueueStep, seed: number): LoadPlan {
  const both = { ...LINE, ...CHANGES[step] };
  const impairment: Impairment = { up: both, down: LINE, profile: null, seed };
  return {
    target: null,
    direction: 'up',
    // One stream of BBR leaves the queue alone, four do not.
    streams: step === 'bbr' ? 1 : 4,
    phase: PHASE,
    probeRate: 100,
    congestionControl: step === 'bbr' ? 'bbr' : 'cubic',
    impairment,
    common: { seed },
  };
}
