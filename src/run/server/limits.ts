/** What a server grants, and what it refuses: pure decisions about requests. */
import type { Grant, Hello } from '../../wire/control.ts';

export interface ServerLimits {
  /** Sessions at once, in all and from one address. */
  readonly sessions: number;
  readonly sessionsPerAddress: number;
  /** Connections that have not said yet what they want, from one address. */
  readonly pendingPerAddress: number;
  /** Of one session: flows, probes per second (each direction), payload bytes (both directions), bytes of a probe. */
  readonly flows: number;
  readonly rate: number;
  readonly bytes: number;
  readonly size: number;
  /** Longest run, in ns, warm-up included. */
  readonly duration: number;
  /** ns without a probe after which a session ends. */
  readonly idle: number;
  /** ns until a connection must have said what it wants, and until a session must have started. */
  readonly handshake: number;
  /** ns without a word on the control connection after which the client is gone. */
  readonly silence: number;
  /** Resident bytes of the process above which no session is admitted. */
  readonly memory: number;
}

export const DEFAULT_LIMITS: ServerLimits = {
  sessions: 64,
  sessionsPerAddress: 8,
  pendingPerAddress: 128,
  flows: 10_000,
  rate: 2e6,
  bytes: 2 ** 40,
  size: 2 ** 20,
  duration: 3600e9,
  idle: 60e9,
  handshake: 5e9,
  silence: 10e9,
  memory: 2 ** 30,
};

/** The server that a run starts for itself serves that run alone: only what guards against leaving it behind. */
export const EMBEDDED_LIMITS: ServerLimits = {
  ...DEFAULT_LIMITS,
  pendingPerAddress: 70_000,
  flows: 65_536,
  rate: 1e12,
  bytes: Number.MAX_SAFE_INTEGER,
  size: 16 * 2 ** 20,
  duration: 20 * 24 * 3600e9,
  idle: Number.POSITIVE_INFINITY,
  memory: Number.POSITIVE_INFINITY,
};

export interface Usage {
  readonly sessions: number;
  readonly sessionsOfAddress: number;
  readonly memory: number;
}

export interface Refused {
  readonly code: string;
  readonly message: string;
}

/** Why this request is not admitted at all, or undefined. Sentences are English: they travel. */
export function refusal(hello: Hello, limits: ServerLimits, usage: Usage): Refused | undefined {
  if (usage.sessions >= limits.sessions)
    return { code: 'busy', message: `the server is full (${limits.sessions} sessions at once).` };
  if (usage.sessionsOfAddress >= limits.sessionsPerAddress)
    return {
      code: 'busy',
      message: `your address has ${usage.sessionsOfAddress} sessions already (the limit is ${limits.sessionsPerAddress}).`,
    };
  if (hello.clients > limits.flows)
    return {
      code: 'limit',
      message: `${hello.clients} clients were asked for, the limit is ${limits.flows}.`,
    };
  if (hello.size > limits.size)
    return {
      code: 'limit',
      message: `${hello.size} bytes a probe were asked for, the limit is ${limits.size}.`,
    };
  if (hello.transport === 'udp' && (hello.mode === 'connect' || hello.size > 65_507))
    return {
      code: 'bad-request',
      message: hello.mode === 'connect' ? 'UDP has no connections.' : 'a datagram holds at most 65507 bytes.',
    };
  if (usage.memory > limits.memory)
    return { code: 'busy', message: 'the server has no memory left for another session.' };
  return undefined;
}

/** Probes per second that no flood exceeds by much: pacing one at such a rate would measure the pacing. */
const UNPACED = DEFAULT_LIMITS.rate;

export interface Granted {
  readonly granted: Grant['granted'];
  readonly limited: string[];
}

/** What an admitted request gets, with a sentence for each thing that is less than was asked. */
export function grantFor(hello: Hello, limits: ServerLimits): Granted {
  const limited: string[] = [];
  const serverSends = hello.mode === 'down' || hello.mode === 'both';
  let rate = hello.rate;
  // Unbounded is granted where the client's own sending is the bound; what the server sends by itself is bounded here.
  if (rate === null ? serverSends && limits.rate < UNPACED : rate > limits.rate) {
    limited.push(`the rate is limited to ${limits.rate} probes/s.`);
    rate = limits.rate;
  }
  let duration = hello.duration;
  if (duration === null || duration > limits.duration) {
    if (duration !== null) limited.push(`the duration is limited to ${limits.duration / 1e9} s.`);
    duration = hello.duration === null ? null : limits.duration;
  }
  return { granted: { clients: hello.clients, size: hello.size, rate, duration }, limited };
}
