/** Opening the flows of one generator: a socket each, then the exchange of `open` and `opened` (session/opening.ts). */
import type { Clock } from '../../../clock.ts';
import { SockbenchError } from '../../../errors.ts';
import { showAddress } from '../../../net/failure.ts';
import type { FlowOptions, Port } from '../../../net/port.ts';
import type { Identity } from '../../../session/identity.ts';
import { Opening } from '../../../session/opening.ts';
import { BY_ICMP } from '../../../session/silence-log.ts';
import { Batch, NO_STAMP } from '../../../wire/batch.ts';
import type { Details } from '../../../words/index.ts';
import { errnoName } from './errno.ts';

export interface OpeningPlan {
  readonly options: FlowOptions;
  readonly flows: number;
  /** null: a plain echo target, where nothing is exchanged. */
  readonly identity: Identity | null;
  /** ns that the path may take for a round trip, where that is known. */
  readonly roundTrip: number;
  /** Where datagrams do not come through, another transport is worth a run all the same. */
  readonly mayFail: boolean;
  readonly onProgress: (open: number) => void;
  /** A connection was made; see {@link Handshake}. */
  readonly onConnect?: (handshake: Handshake) => void;
}

/** How a TCP connection came about. */
export interface Handshake {
  /** ns from its SYN to what answered it, by the kernel where it tells and nothing was repeated; else as the program saw it. */
  readonly took: number;
  /** SYNs sent again; null where the kernel does not tell. */
  readonly repeated: number | null;
}

/** Connections that are being made at the same time: a listen queue holds a few hundred. */
const AT_ONCE = 128;
/** Without a single flow more for so long, and so many of the path's round trips, the rest will not open. */
const PATIENCE_MS = 5000;
export const ROUND_TRIPS = 4;
const POLL_MS = 2;

/**
 * @returns flows whose `open` was answered; null where nothing is exchanged
 * @throws SockbenchError of the first flow that fails; `udp-blocked` where no datagram ever came back
 */
export async function openFlows(port: Port, plan: OpeningPlan, clock: Clock): Promise<number | null> {
  const { options, flows, identity, onProgress } = plan;
  let begun = 0;
  let made = 0;
  const lane = async (): Promise<void> => {
    while (begun < flows) {
      begun++;
      const from = clock();
      const flow = await port.open(options);
      if (options.transport === 'tcp') plan.onConnect?.(handshakeOf(port, flow, clock() - from));
      made++;
      if (identity === null) onProgress(made);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, flows) }, lane));
  return identity === null ? null : exchange(port, plan, identity, clock);
}

/** Nothing but the handshake has crossed the connection: the kernel's round trip is its. @param seen ns by this program */
function handshakeOf(port: Port, flow: number, seen: number): Handshake {
  const info = port.capabilities.tcpInfo ? port.tcpInfo(flow) : null;
  if (info === null) return { took: seen, repeated: null };
  const told = info.retransmits === 0 && info.rtt > 0;
  return { took: told ? Math.min(seen, info.rtt) : seen, repeated: info.retransmits };
}

async function exchange(port: Port, plan: OpeningPlan, identity: Identity, clock: Clock): Promise<number> {
  const { options, flows, onProgress, mayFail } = plan;
  const opening = new Opening(identity, flows, options.transport === 'tcp', clock());
  const batch = new Batch(256);
  let before = 0;
  let progressAt = performance.now();
  const patience = PATIENCE_MS + (ROUND_TRIPS * plan.roundTrip) / 1e6;
  while (!opening.finished) {
    for (;;) {
      batch.clear();
      port.receive(batch);
      if (batch.count === 0) break;
      opening.ingest(batch);
    }
    for (const { flow } of port.ended()) opening.flowEnded(flow);
    if (opening.failed > 0) throw failure('connection-reset', options);
    batch.clear();
    batch.stampAt = NO_STAMP;
    opening.poll(clock(), batch);
    if (batch.count > 0) {
      port.send(batch);
      opening.sent(batch);
    }
    if (opening.opened > before) {
      before = opening.opened;
      progressAt = performance.now();
      onProgress(before);
    }
    if (performance.now() - progressAt > patience) {
      if (mayFail) break;
      throw silence(port, opening, options);
    }
    if (!opening.finished) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return opening.opened;
}

/** Nothing more is answered: was it rejected, as far as the system was told? */
function silence(port: Port, { opened, refused }: Opening, options: FlowOptions): SockbenchError {
  if (options.transport === 'tcp' || opened > 0) return failure('no-answer', options);
  const errno = errnoName(refused || port.error(0));
  return failure('udp-blocked', options, BY_ICMP.has(errno) ? { rejected: 1 } : {});
}

const failure = (
  code: 'connection-reset' | 'udp-blocked' | 'no-answer',
  { remote }: FlowOptions,
  details: Details = {},
): SockbenchError => new SockbenchError(code, 'open', { address: showAddress(remote), ...details });
