/**
 * Options that would do nothing in the combination that was asked for: a table of option × transport × mode × engine.
 * What was asked for and is not done is refused before anything starts. Pure.
 */
import { SockbenchError } from '../../../errors.ts';
import type { EngineName } from '../../../net/choose.ts';
import type { RunSpec } from '../../../result/spec.ts';
import { isOneWay } from './effective.ts';

/** Why it does nothing: said in words/…/option-errors.ts. */
export type IdleReason =
  | 'tcp-only'
  | 'engine'
  | 'connect-engine'
  | 'connect-bytes'
  | 'no-schedule'
  | 'no-answers'
  | 'threads';

interface Combination {
  readonly spec: RunSpec;
  readonly engine: EngineName;
  readonly tcp: boolean;
  readonly udp: boolean;
  readonly connect: boolean;
  readonly oneWay: boolean;
  /** Nothing is sent by a schedule. */
  readonly unscheduled: boolean;
}

interface Row {
  readonly option: string;
  readonly given: (spec: RunSpec) => boolean;
  /** Where it does nothing, the first that is true tells why. */
  readonly idle: readonly (readonly [IdleReason, (of: Combination) => boolean])[];
}

const CONNECT: Row['idle'][number] = ['connect-engine', ({ connect }) => connect];
/** Nothing but the linux engine sets options of sockets, apart from the buffers of datagrams. */
const ENGINE: Row['idle'][number] = ['engine', ({ engine }) => engine === 'portable'];
const STREAM_BUFFERS: Row['idle'][number] = ['engine', ({ engine, tcp }) => engine === 'portable' && tcp];
const TCP_ONLY: Row['idle'][number] = ['tcp-only', ({ tcp }) => !tcp];

const TABLE: readonly Row[] = [
  { option: '--dscp', given: ({ dscp }) => dscp !== null, idle: [CONNECT, ENGINE] },
  {
    option: '--send-buffer',
    given: ({ sendBuffer }) => sendBuffer !== null,
    idle: [CONNECT, STREAM_BUFFERS],
  },
  {
    option: '--receive-buffer',
    given: ({ receiveBuffer }) => receiveBuffer !== null,
    idle: [CONNECT, STREAM_BUFFERS],
  },
  {
    option: '--congestion',
    given: ({ congestionControl }) => congestionControl !== null,
    idle: [TCP_ONLY, CONNECT, ENGINE],
  },
  { option: '--busy-poll', given: ({ busyPoll }) => busyPoll, idle: [CONNECT, ENGINE] },
  {
    option: '--nagle',
    given: ({ nagle }) => nagle,
    idle: [TCP_ONLY, ['connect-bytes', ({ connect }) => connect]],
  },
  { option: '--engine linux', given: ({ engine }) => engine === 'linux', idle: [CONNECT] },
  {
    option: '--size',
    given: ({ size }) => size !== null,
    idle: [['connect-bytes', ({ connect }) => connect]],
  },
  {
    option: '--bitrate',
    given: ({ bitrate }) => (bitrate ?? null) !== null,
    idle: [['connect-bytes', ({ connect }) => connect]],
  },
  {
    option: '--rate closed',
    given: ({ rate }) => rate === 'closed',
    idle: [['no-answers', ({ oneWay }) => oneWay]],
  },
  {
    option: '--arrivals poisson',
    given: ({ arrivals }) => arrivals === 'poisson',
    idle: [['no-schedule', ({ unscheduled }) => unscheduled]],
  },
  {
    option: '--threads',
    given: ({ threads }) => threads > 1,
    idle: [['threads', ({ spec }) => spec.threads > spec.clients]],
  },
];

/**
 * @param engine that would run it
 * @throws SockbenchError `option-idle` of the first option that does nothing
 */
export function refuseIdleOptions(spec: RunSpec, engine: EngineName): void {
  const tcp = spec.transports.includes('tcp');
  const udp = spec.transports.includes('udp');
  const oneWay = isOneWay(spec.mode);
  const connect = spec.mode === 'connect';
  const scheduled = (spec.bitrate ?? null) !== null || typeof spec.rate === 'number';
  // Without a rate TCP alone is closed loop, or a flood.
  const unscheduled = !scheduled && (spec.rate !== null || !udp);
  const of: Combination = { spec, engine, tcp, udp, connect, oneWay, unscheduled };
  for (const { option, given, idle } of TABLE) {
    const why = given(spec) ? idle.find(([, nothing]) => nothing(of))?.[0] : undefined;
    if (why !== undefined)
      throw new SockbenchError('option-idle', 'parse', { option, other: otherOf(why, of), why });
  }
}

/** What it does nothing with, as it is typed. */
function otherOf(why: IdleReason, { spec, oneWay }: Combination): string {
  switch (why) {
    case 'tcp-only':
      return 'udp';
    case 'engine':
      return '--engine portable';
    case 'threads':
      return `--clients ${spec.clients}`;
    case 'no-schedule':
      return spec.rate === 'max' || (oneWay && spec.rate === null) ? '--rate max' : '--rate closed';
    case 'connect-engine':
    case 'connect-bytes':
    case 'no-answers':
      return `--mode ${spec.mode}`;
  }
}
