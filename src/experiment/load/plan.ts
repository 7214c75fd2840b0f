/** What `load` runs: probes all the time, and beside them one load after the other. Pure. */
import type { RunRequest } from '../../library/spec.ts';
import { DELIVERY_LIMIT } from '../../measure/ledger/delivery.ts';
import { type LoadedPhase, type LoadSpec, loadsOf } from '../../result/document/load.ts';
import { MILLISECOND, SECOND } from '../../units.ts';
import type { Step, StepRun } from '../contract.ts';

export interface LoadPlan extends LoadSpec {
  /** What all its runs have in common: engine, family, seed, … */
  readonly common: Partial<RunRequest>;
}

/** The first part of a phase, in which TCP still looks for its rate: no figures are taken from it, ns. */
export const SETTLING = 2 * SECOND;
/** The probes' own beginning: a warm-up, and before it their connections. */
const BEGINNING = 1.6 * SECOND;
/** A full queue empties before the next phase. */
const PAUSE = 0.8 * SECOND;
/** A second idle phase tells how far the two clocks went apart. */
const ENDING = 1.5 * SECOND;
/** Connections, threads and what is said about a run take their time, the more behind a full queue: room, not a plan. */
const PREPARING = 12 * SECOND;
/** Fine enough to see a slow start. */
const INTERVAL = 250 * MILLISECOND;
export const PROBES = 'probes';

/** ns that probes are sent, at most. */
function longest(plan: Pick<LoadSpec, 'direction' | 'phase'>): number {
  const each = plan.phase + PAUSE + PREPARING;
  return plan.phase + BEGINNING + loadsOf(plan).length * each + ENDING;
}

/** Probes per second: the times of so many are kept. */
export const mostRate = (plan: Pick<LoadSpec, 'direction' | 'phase'>): number =>
  Math.floor(DELIVERY_LIMIT / (longest(plan) / SECOND));

/** Open loop over both transports, all the time: a probe is never deaf while it waits. */
export const probeRequest = (plan: LoadPlan): RunRequest => ({
  ...plan.common,
  target: plan.target,
  transports: ['tcp', 'udp'],
  rate: plan.probeRate,
  together: true,
  warmup: SECOND,
  duration: longest(plan),
  perProbe: true,
  congestionControl: plan.congestionControl,
});

export const loadRequest = (plan: LoadPlan, mode: LoadedPhase): RunRequest => ({
  ...plan.common,
  target: plan.target,
  transports: ['tcp'],
  mode,
  clients: plan.streams,
  rate: 'max',
  warmup: 0,
  duration: plan.phase,
  interval: INTERVAL,
  congestionControl: plan.congestionControl,
});

/** Threads and connections of one load, on a machine that has other things to do. */
const OPENING = SECOND;
/** ns: behind a queue that does not empty what a run still awaits is not awaited for longer. */
const LATE = 3 * SECOND;
/** Probes are lost when they have not been answered for three seconds. */
const LAST_ANSWERS = 4.5 * SECOND;

export function loadStep(plan: LoadPlan): Step {
  const loads = loadsOf(plan).map((name, at, all): StepRun => {
    const request = loadRequest(plan, name);
    const most = plan.phase + OPENING + LATE;
    return at === 0
      ? { name, request, most, after: plan.phase, beside: PROBES }
      : { name, request, most, follows: all[at - 1]!, pause: PAUSE };
  });
  const probes: StepRun = { name: PROBES, request: probeRequest(plan), until: ENDING, most: LAST_ANSWERS };
  return { name: 'load', runs: [probes, ...loads] };
}
