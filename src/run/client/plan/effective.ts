/** Defaults that depend on transport and mode (contract, "Run options"): the plan of one transport. Pure. */
import { longestRoundTrip } from '../../../link/path-time.ts';
import type { RunSpec } from '../../../result/spec.ts';
import { SECOND, type Transport } from '../../../units.ts';
import { isStamped } from '../../stamped.ts';
import { type Path, UNKNOWN_PATH } from './path-mtu.ts';
import { sizeOf } from './probe-size.ts';

export type Rate = number | 'max' | 'closed';

/** Everything that one transport's generators need to know, nothing left open. Times in ns. */
export interface TransportPlan {
  readonly transport: Transport;
  readonly mode: RunSpec['mode'];
  readonly clients: number;
  /** Probes per second over all flows, and per direction in the one-way modes. */
  readonly rate: Rate;
  readonly arrivals: RunSpec['arrivals'];
  readonly size: number;
  /** Infinity: ended by count alone. */
  readonly duration: number;
  /** Infinity: ended by duration alone. */
  readonly count: number;
  readonly warmup: number;
  /** A run that only a count ends is given up where nothing moves for so long; else Infinity. */
  readonly stall: number;
  readonly lossThreshold: number;
  /** What the emulated link may take for a round trip; absent: there is none, or nobody told. */
  readonly roundTrip?: number;
  readonly interval: number;
  readonly seed: number;
  /** The delays of each probe are wanted. */
  readonly perProbe?: boolean;
}

const DEFAULT_DURATION = 10 * SECOND;
const DEFAULT_WARMUP = SECOND;
/** A bounded tail for runs that only a count ends: nothing runs for ever by default. */
export const LONGEST_COUNT_RUN = 24 * 3600 * SECOND;
/** The silence of a control connection after which it counts as gone. */
const STALL = 10 * SECOND;
/** @param path where the run goes; unknown before the target is found, which only the size of datagrams depends on */
export function planTransport(spec: RunSpec, transport: Transport, path: Path = UNKNOWN_PATH): TransportPlan {
  const oneWay = isOneWay(spec.mode);
  const asked = spec.rate ?? defaultRate(spec, transport, oneWay);
  const size = sizeOf(spec, transport, path, oneWay, asked);
  const bitrate = spec.bitrate ?? null;
  const roundTrip = spec.impairment === null ? 0 : longestRoundTrip(spec.impairment);
  return {
    transport,
    mode: spec.mode,
    clients: spec.clients,
    rate: bitrate === null ? asked : bitrate / 8 / size,
    arrivals: spec.arrivals,
    size,
    duration: spec.duration ?? (spec.count === null ? DEFAULT_DURATION : LONGEST_COUNT_RUN),
    count: spec.count ?? Number.POSITIVE_INFINITY,
    warmup: spec.warmup ?? (spec.count === null ? DEFAULT_WARMUP : 0),
    stall:
      spec.duration === null && spec.count !== null
        ? STALL + Math.max(spec.lossThreshold, roundTrip)
        : Number.POSITIVE_INFINITY,
    lossThreshold: spec.lossThreshold,
    ...(roundTrip > 0 && { roundTrip }),
    interval: spec.interval,
    seed: spec.seed,
    ...(spec.perProbe === true && { perProbe: true }),
  };
}

function defaultRate(spec: RunSpec, transport: Transport, oneWay: boolean): Rate {
  if (spec.transports.length === 2) return 100;
  if (transport === 'udp') return 1000;
  return oneWay ? 'max' : 'closed';
}

/** `compare`: at the same time, unless the two would take the path away from each other (contract). */
export function runsTogether(spec: RunSpec, plans: readonly TransportPlan[]): boolean {
  if (spec.transports.length < 2) return true;
  if (spec.together !== null) return spec.together;
  const limited =
    spec.impairment !== null && (spec.impairment.up.bandwidth ?? spec.impairment.down.bandwidth) !== null;
  const oneWay = spec.mode !== 'echo';
  return !limited && !oneWay && plans.every((plan) => plan.rate !== 'max');
}

/** A warm-up of so many ns has room for what a screen loads, which stands aside for those that measure. */
const SCREEN_LOADS = 500e6;

export const hasRoom = (plans: readonly TransportPlan[]): boolean =>
  plans.every(({ warmup }) => warmup >= SCREEN_LOADS);

/** Nothing is answered: the probes of each direction are counted by its receiver. */
export const isOneWay = (mode: TransportPlan['mode']): boolean =>
  mode === 'up' || mode === 'down' || mode === 'both';

/** What is sent again takes some round trips more. */
const TCP_ROUND_TRIPS = 4;
/** Machines take their time, too. */
const SLACK = SECOND;

/**
 * ns for which what is on its way is awaited when everything has been sent: the loss threshold, or the link's own time
 * where that is longer. What comes in it and after the threshold is late; lost is what never comes.
 */
export function patienceOf({ lossThreshold, roundTrip, transport }: TransportPlan): number {
  if (roundTrip === undefined) return lossThreshold;
  return Math.max(lossThreshold, roundTrip * (transport === 'tcp' ? TCP_ROUND_TRIPS : 1) + SLACK);
}

/** Datagrams one way as fast as they go: handed over and taken in many at once. */
export const isFlood = ({ transport, mode, rate }: TransportPlan): boolean =>
  transport === 'udp' && mode !== 'echo' && rate === 'max';

export const stamped = (plan: TransportPlan): boolean =>
  isStamped({ ...plan, paced: typeof plan.rate === 'number', flood: isFlood(plan) });
