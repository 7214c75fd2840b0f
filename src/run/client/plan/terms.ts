/** What a run asks of its server, what it was granted, and what each generator is told. Pure. */
import type { RunSpec } from '../../../result/spec.ts';
import type { Request } from '../../../session/control-client.ts';
import { SECOND } from '../../../units.ts';
import type { Grant } from '../../../wire/control.ts';
import type { Place, TransportContext } from '../context.ts';
import { laneOf } from '../live/lanes.ts';
import type { GeneratorSetup } from '../threads/protocol.ts';
import { isOneWay, patienceOf, type TransportPlan } from './effective.ts';
import { shareOf } from './share.ts';

/** ns between a generator's reports. */
const REPORT_EVERY = 250e6;
/** ns: a measured part is never shorter, whatever a server grants. */
const SHORTEST = 1e6;

export function requestOf(
  spec: RunSpec,
  plan: TransportPlan,
  { datagramBuffer }: Place,
  tool: string,
): Request {
  const byCount = spec.duration === null && spec.count !== null;
  return {
    tool,
    transport: plan.transport,
    mode: plan.mode,
    clients: plan.clients,
    size: plan.size,
    rate: typeof plan.rate === 'number' ? plan.rate : null,
    duration: byCount ? null : plan.duration + plan.warmup,
    warmup: plan.warmup,
    count: Number.isFinite(plan.count) ? plan.count : null,
    // What the server makes of it: how long it waits for what is on its way.
    lossThreshold: patienceOf(plan),
    sendBuffer: spec.sendBuffer,
    receiveBuffer: receiveBufferOf(spec, plan, datagramBuffer),
    congestionControl: spec.congestionControl,
    dscp: spec.dscp,
    nagle: spec.nagle,
    busyPoll: spec.busyPoll,
    engine: spec.engine,
    ...(sizesWrites(spec, plan) ? { leastSize: SMALLEST } : {}),
    arrivals: plan.arrivals,
    seed: plan.seed,
    interval: plan.interval,
  };
}

/** Bytes of a probe that is nothing but its header. */
const SMALLEST = 64;

/** Nobody said how large the writes of a stream are: one that is slowed down takes smaller ones. */
const sizesWrites = ({ size, transports }: RunSpec, { transport, mode }: TransportPlan): boolean =>
  size === null && transport === 'tcp' && transports.length === 1 && isOneWay(mode);

const receiveBufferOf = (spec: RunSpec, { transport }: TransportPlan, datagram: number | null) =>
  spec.receiveBuffer ?? (transport === 'udp' ? datagram : null);

/** A server may not make its guests wait for longer, ns. */
const MOST_ROUND_TRIP = 60 * SECOND;

/** The plan within what the server granted. A flood to which a rate was granted is none any more; who waits for each answer is paced by the server itself. */
export function grantedPlan(plan: TransportPlan, { granted, roundTrip }: Grant): TransportPlan {
  const rate = granted.rate !== null && plan.rate !== 'closed' ? granted.rate : plan.rate;
  const warmup = granted.warmup ?? plan.warmup;
  const duration =
    granted.duration === null ? plan.duration : Math.min(plan.duration, granted.duration - warmup);
  return {
    ...plan,
    clients: granted.clients,
    size: granted.size,
    rate,
    warmup,
    duration: Math.max(SHORTEST, duration),
    // Of a link that stands before somebody else's server.
    ...(roundTrip !== undefined && { roundTrip: Math.min(roundTrip, MOST_ROUND_TRIP) }),
  };
}

/** What a generator's setup is made of. */
export type SetupContext = Pick<
  TransportContext,
  'spec' | 'place' | 'engine' | 'epoch' | 'reports' | 'concert'
>;

/** One generator's share of the run. @param of.sessionKey hex; null without a key */
export function generatorSetup(
  { spec, place, engine, epoch, reports, concert }: SetupContext,
  plan: TransportPlan,
  of: Pick<GeneratorSetup, 'worker' | 'workers' | 'token' | 'sessionKey' | 'offset' | 'arrivalsUnsure'>,
): GeneratorSetup {
  const { sendBuffer, dscp, nagle, congestionControl, busyPoll, bind } = spec;
  const receiveBuffer = receiveBufferOf(spec, plan, place.datagramBuffer);
  return {
    ...of,
    place: ((concert?.before ?? 0) + of.worker) / (concert?.all ?? of.workers),
    moments: concert !== undefined,
    plan: shareOf(plan, of.worker, of.workers),
    epoch,
    remote: { address: place.address, port: place.port },
    bind,
    engine,
    busyPoll,
    sockets: { sendBuffer, receiveBuffer, dscp, nagle, congestionControl },
    perFlow: spec.perFlow,
    mayFail: plan.transport === 'udp' && spec.transports.length > 1,
    reportEvery: REPORT_EVERY,
    reports: reports === null ? null : { fd: reports, lane: laneOf(spec, plan.transport, of.worker) },
  };
}
