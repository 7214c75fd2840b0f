/** What a server grants, and what it refuses: pure decisions about requests. */
import type { Grant, Hello } from '../../../wire/control.ts';
import { server as says } from '../../../words/en/server.ts';
import type { ComingRateOptions } from '../../listening/coming-rate.ts';
import { paceFor, timeFor } from './pace.ts';

export interface ServerLimits {
  /** Sessions at once, in all and from one address. */
  readonly sessions: number;
  readonly sessionsPerAddress: number;
  /** Connections that are no session's yet, from one address. */
  readonly pendingPerAddress: number;
  /** Of one session: flows, payload bytes (both directions), bytes of a probe. */
  readonly flows: number;
  readonly bytes: number;
  readonly size: number;
  /** Of one session in each direction: packets (fragments and segments counted), and payload bits, per second. What is over them is discarded. */
  readonly rate: number;
  readonly bitrate: number;
  /** The owner has set the rate or the bitrate: floods are told, and paced to it. Otherwise they stay floods. */
  readonly pacesFloods: boolean;
  /** Largest socket buffer that a client may ask for, bytes, each direction of each flow. */
  readonly buffer: number;
  /** Bytes in which one session, and all of one address together, keep which probes arrived (one bit each). */
  readonly sessionMemory: number;
  /** Longest run, in ns, warm-up included. */
  readonly duration: number;
  /** ns without a probe after which a session ends. */
  readonly idle: number;
  /** ns until a connection must have said what it wants; six times that until a session's next flow, or its start. */
  readonly handshake: number;
  /** ns that an emulated link in front of the server may take for a round trip; 0: there is none. */
  readonly roundTrip: number;
  /** ns without a word on the control connection after which the client is gone. */
  readonly silence: number;
  /** File descriptors that flows and silent connections leave to the server (a quarter of all, where that is less). */
  readonly reserve: number;
  /** Resident bytes of the process above which no session is admitted, and from a quarter more on those that keep the most end. */
  readonly memory: number;
}

export const DEFAULT_LIMITS: ServerLimits = {
  sessions: 64,
  sessionsPerAddress: 8,
  pendingPerAddress: 128,
  flows: 10_000,
  bytes: 2 ** 40,
  size: 2 ** 20,
  // Beyond what an honest flood of this tool reaches, so that it stays a flood.
  rate: 10e6,
  bitrate: 100e9,
  pacesFloods: false,
  buffer: 16 * 2 ** 20,
  sessionMemory: 256 * 2 ** 20,
  duration: 3600e9,
  idle: 60e9,
  handshake: 5e9,
  roundTrip: 0,
  silence: 10e9,
  reserve: 256,
  memory: 2 ** 30,
};

/** How often sessions may be begun: each grant costs the server a moment that honest runs wait for. */
export const sessionRate = ({ sessionsPerAddress }: ServerLimits): ComingRateOptions => ({
  perSecond: sessionsPerAddress,
  atOnce: sessionsPerAddress * 4,
});

/** Share of the descriptors that the flows of one network may have. */
const MOST_OF_ROOM = 0.75;

/** ns that a session may outlast its run, waiting for the last answers. */
const MOST_PATIENCE = 60e9;

/** The server that a run starts for itself serves that run alone: only what guards against leaving it behind. */
export const EMBEDDED_LIMITS: ServerLimits = {
  ...DEFAULT_LIMITS,
  // The agents of a fleet, two transports each.
  sessions: 256,
  sessionsPerAddress: 256,
  pendingPerAddress: 70_000,
  flows: 65_536,
  bytes: Number.MAX_SAFE_INTEGER,
  size: 16 * 2 ** 20,
  rate: Number.POSITIVE_INFINITY,
  bitrate: Number.POSITIVE_INFINITY,
  buffer: Number.POSITIVE_INFINITY,
  sessionMemory: Number.POSITIVE_INFINITY,
  duration: 20 * 24 * 3600e9,
  idle: Number.POSITIVE_INFINITY,
  reserve: 0,
  memory: Number.POSITIVE_INFINITY,
};

export interface Usage {
  readonly sessions: number;
  readonly sessionsOfAddress: number;
  /** Of the same network (see networkOf). */
  readonly sessionsOfNetwork: number;
  /** Flows granted to all, and to the same network; and file descriptors for flows. */
  readonly clients: number;
  readonly clientsOfNetwork: number;
  readonly room: number;
  readonly memory: number;
}

export interface Refused {
  readonly code: string;
  readonly message: string;
}

/** Why this request is not admitted at all, or undefined. Sentences are English: they travel. */
export function refusal(hello: Hello, limits: ServerLimits, usage: Usage): Refused | undefined {
  if (usage.sessions >= limits.sessions)
    return { code: 'busy', message: says.full({ sessions: limits.sessions }) };
  if (usage.sessionsOfAddress >= limits.sessionsPerAddress)
    return {
      code: 'busy',
      message: says.addressBusy({ sessions: usage.sessionsOfAddress, limit: limits.sessionsPerAddress }),
    };
  // Who has a network of addresses does not get the places of all others with them.
  const ofNetwork = Math.max(limits.sessionsPerAddress, limits.sessions - limits.sessionsPerAddress);
  if (usage.sessionsOfNetwork >= ofNetwork)
    return { code: 'busy', message: says.networkBusy({ sessions: usage.sessionsOfNetwork }) };
  if (hello.clients > limits.flows)
    return {
      code: 'limit',
      message: says.tooManyClients({ clients: hello.clients, limit: limits.flows }),
    };
  if (
    usage.clients + hello.clients > usage.room ||
    usage.clientsOfNetwork + hello.clients > usage.room * MOST_OF_ROOM
  )
    return { code: 'busy', message: says.noFiles({ clients: hello.clients }) };
  if (hello.size > limits.size)
    return {
      code: 'limit',
      message: says.tooLarge({ size: hello.size, limit: limits.size }),
    };
  if (hello.transport === 'udp' && (hello.mode === 'connect' || hello.size > 65_507))
    return {
      code: 'bad-request',
      message: hello.mode === 'connect' ? says.noConnections() : says.datagramTooLarge({ limit: 65_507 }),
    };
  if (usage.memory > limits.memory) return { code: 'busy', message: says.noMemory() };
  return undefined;
}

export interface Granted {
  readonly granted: Grant['granted'];
  readonly limited: string[];
  /** Probes per second and direction that the session moves at most, whatever was granted. */
  readonly ceiling: number;
  /** The request within the limits of what is no part of the grant: socket buffers, busy polling, congestion control. */
  readonly hello: Hello;
}

/** What a server has, beside its limits. */
export interface Means {
  /** That the session will get. */
  readonly engine: 'portable' | 'linux';
  readonly busyPoll: boolean;
  hasCongestionControl(name: string): boolean;
}

const EVERYTHING: Means = { engine: 'linux', busyPoll: true, hasCongestionControl: () => true };

/** What an admitted request gets, with a sentence for each thing that is less than was asked. */
export function grantFor(asked: Hello, limits: ServerLimits, means: Means = EVERYTHING): Granted {
  const limited: string[] = [];
  const { size, rate, ceiling, paced } = paceFor(asked, limits);
  if (paced) limited.push(says.rate({ rate: shown(ceiling) }));
  const { duration, warmup, shorter } = timeFor(asked, rate, limits);
  const seconds = limits.duration / 1e9;
  if (shorter)
    limited.push(
      warmup === 0
        ? says.duration({ seconds })
        : says.durationWithWarmup({ seconds, warmup: Number((warmup / 1e9).toPrecision(3)) }),
    );
  const hello = withinMeans({ ...asked, warmup }, limits, means, limited);
  const granted = { clients: asked.clients, size, rate, duration, warmup };
  return { granted, limited, ceiling, hello };
}

function withinMeans(
  asked: Hello,
  { buffer, roundTrip }: ServerLimits,
  means: Means,
  limited: string[],
): Hello {
  const { sendBuffer, receiveBuffer, lossThreshold } = asked;
  const { busyPoll } = means;
  let { congestionControl } = asked;
  const unset = means.engine === 'portable' ? unsettable(asked) : [];
  if (unset.length > 0) limited.push(says.notSet({ options: unset.join(', ') }));
  if ((sendBuffer ?? 0) > buffer || (receiveBuffer ?? 0) > buffer)
    limited.push(says.buffers({ bytes: buffer }));
  if (asked.busyPoll && !busyPoll) limited.push(says.busyPoll());
  // Its own end may have it, and the kernel's default serves as well: no reason to refuse anybody.
  if (
    asked.transport === 'tcp' &&
    congestionControl !== null &&
    means.engine !== 'portable' &&
    !means.hasCongestionControl(congestionControl)
  ) {
    limited.push(says.congestionControl({ name: congestionControl }));
    congestionControl = null;
  }
  return {
    ...asked,
    congestionControl,
    sendBuffer: sendBuffer === null ? null : Math.min(sendBuffer, buffer),
    receiveBuffer: receiveBuffer === null ? null : Math.min(receiveBuffer, buffer),
    busyPoll: asked.busyPoll && busyPoll,
    // It only says how long the server waits for what is still on its way.
    lossThreshold: Math.max(Math.min(lossThreshold, MOST_PATIENCE), roundTrip),
  };
}

/** Options of the client's command line that the portable engine cannot set on this side. */
function unsettable({ transport, dscp, sendBuffer, receiveBuffer, congestionControl }: Hello): string[] {
  const stream = transport === 'tcp';
  const asked: readonly (readonly [string, boolean])[] = [
    ['--dscp', dscp !== null],
    ['--send-buffer', stream && sendBuffer !== null],
    ['--receive-buffer', stream && receiveBuffer !== null],
    ['--congestion', stream && congestionControl !== null],
  ];
  return asked.flatMap(([option, given]) => (given ? [option] : []));
}

/** With few digits, in English. */
const shown = (rate: number): string => String(rate >= 100 ? Math.floor(rate) : Number(rate.toPrecision(3)));
