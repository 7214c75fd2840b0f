/**
 * Control messages: JSON over TCP in bounded frames (frame.ts). One control connection for each transport of a run.
 *
 * client: hello → [proof] → start → ping… → close → bye
 * server: [challenge] → grant | error → snapshot… → [done] → ledger
 *
 * Between grant and start the client opens its flows (an `open` header on each, answered with `opened`).
 * `start` says that all flows are open; in modes with a down stream the server then begins to send.
 * `close` asks the server to freeze its ledger and to send it.
 */
import * as v from 'valibot';
import { ClientToldSchema, ServerLedgerSchema, SnapshotSchema } from './told.ts';
import { congestion, count, dscp, hex, positive, span, text, time, warmup } from './values.ts';

export {
  type ClientTold,
  MOST_AGE,
  type ServerLedger,
  ServerLedgerSchema,
  type ServerSnapshot,
  SnapshotSchema,
} from './told.ts';

/** From `start` to the client's first probe, ns. */
export const START_LEAD = 50e6;

/** Flows whose numbers fit into the one frame of `close`. */
export const MOST_SETTLED = 900;

/** UTF-16 units of a guest's name. */
export const MOST_OF_NAME = 64;

const RequestEntries = {
  transport: v.picklist(['tcp', 'udp']),
  mode: v.picklist(['echo', 'up', 'down', 'both', 'connect']),
  clients: v.pipe(count, v.minValue(1), v.maxValue(65_536)),
  size: v.pipe(count, v.minValue(64), v.maxValue(16 * 2 ** 20)),
  /** Probes per second over all flows and per direction; null: unbounded (closed loop or flood). */
  rate: v.nullable(positive),
  /** ns of the whole run, warm-up included; null: by count. */
  duration: v.nullable(time),
  warmup,
  /** Probes of the measured part, each direction; null: by duration. */
  count: v.nullable(count),
  lossThreshold: time,
  /** Socket options that the server applies to its side. */
  sendBuffer: v.nullable(count),
  receiveBuffer: v.nullable(count),
  congestionControl: v.nullable(congestion),
  dscp: v.nullable(dscp),
  nagle: v.boolean(),
  busyPoll: v.boolean(),
  engine: v.picklist(['auto', 'portable', 'linux']),
  /** Writes of a stream: the server may grant a smaller `size`, down to this, that suits a rate which it grants less of. */
  leastSize: v.optional(v.pipe(count, v.minValue(64))),
  /** Of a stream down. */
  arrivals: v.optional(v.picklist(['periodic', 'poisson'])),
  seed: v.optional(count),
  /** Length of the run's intervals, ns: what arrives is told by them. Absent: nobody asks (before 0.2). */
  interval: v.optional(v.pipe(v.number(), v.minValue(1e6), v.maxValue(2e15))),
  /** Who it is, for the screen of the server: hostile until it was made harmless. */
  name: v.optional(v.pipe(v.string(), v.maxLength(MOST_OF_NAME))),
  /** Equal for the transports of one run. */
  run: v.optional(hex(16)),
};

export const HelloSchema = v.object({
  type: v.literal('hello'),
  version: count,
  tool: text,
  /** Of the client, for the mutual proof with a key. */
  nonce: hex(32),
  ...RequestEntries,
});
export type Hello = v.InferOutput<typeof HelloSchema>;

/** Asked by a server with a key: its own proof comes with it, so that the client knows whom it talks to. */
export const ChallengeSchema = v.object({ type: v.literal('challenge'), nonce: hex(32), proof: hex(64) });
export const ProofSchema = v.object({ type: v.literal('proof'), proof: hex(64) });

/** What a machine says of the clock that its times are read from. */
export const ClockWordSchema = v.object({
  /** Equal at both ends where they read one clock: same kernel, same time namespace (hashed with the token). null: not known. */
  same: v.nullable(hex(32)),
  /** ns of the machine's monotonic clock, and of its wall clock, at time zero of the times it sends. */
  epoch: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
  wall: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
  /** ns by which the kernel says that its wall clock may be wrong; null: not synchronised, or not known. */
  error: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1e15))),
});
export type ClockWord = v.InferOutput<typeof ClockWordSchema>;

export const GrantSchema = v.object({
  type: v.literal('grant'),
  version: count,
  tool: text,
  token: hex(16),
  granted: v.object({
    clients: count,
    size: count,
    rate: v.nullable(positive),
    duration: v.nullable(time),
    /** ns of `duration`; absent: as asked for. */
    warmup: v.optional(warmup),
  }),
  /** One English sentence for each thing that was granted less of. */
  limited: v.pipe(v.array(text), v.maxLength(16)),
  engine: text,
  /** The server's address as this connection reached it: flows go there. */
  address: text,
  /** Datagrams carry a MAC. */
  keyed: v.boolean(),
  /** Said to everyone who connects, such as the impairment in front of the server; null: nothing. */
  notice: v.nullable(text),
  /** ns that an emulated link in front of the server may take for a round trip; absent: there is none. */
  roundTrip: v.optional(time),
  /** Who stamps what arrives there: the kernel, or the program when it reads. Absent from older servers. */
  arrivals: v.optional(v.picklist(['kernel', 'user'])),
  /** Of the session's times; absent from older servers. */
  clock: v.optional(ClockWordSchema),
});
export type Grant = v.InferOutput<typeof GrantSchema>;

export const RefusalSchema = v.object({
  type: v.literal('error'),
  code: text,
  /** One English sentence; shown to a person only after it was made harmless. */
  message: text,
  version: v.optional(count),
});

export const StartSchema = v.object({ type: v.literal('start') });
export const PingSchema = v.object({ type: v.literal('ping'), told: v.optional(ClientToldSchema) });
export const CloseSchema = v.object({
  type: v.literal('close'),
  /** Where waiting was cut short: the number from which on answers of each flow are still awaited. */
  settled: v.optional(v.pipe(v.array(count), v.maxLength(MOST_SETTLED))),
  /** ns of the measured part after which the client was told to stop; absent where it went to its end. */
  stopped: v.optional(span),
  /** Messages of the measured part that it has sent up: the last of them may still be on their way. */
  sent: v.optional(count),
});
/** How a client's part ended. */
export type Ended = Omit<v.InferOutput<typeof CloseSchema>, 'type'>;
export const ByeSchema = v.object({ type: v.literal('bye'), told: v.optional(ClientToldSchema) });
/** Modes with a down stream: the server has sent everything. */
export const DoneSchema = v.object({ type: v.literal('done') });

export const FromClientSchema = v.variant('type', [
  HelloSchema,
  ProofSchema,
  StartSchema,
  PingSchema,
  CloseSchema,
  ByeSchema,
]);
export type FromClient = v.InferOutput<typeof FromClientSchema>;

export const FromServerSchema = v.variant('type', [
  ChallengeSchema,
  GrantSchema,
  RefusalSchema,
  SnapshotSchema,
  DoneSchema,
  ServerLedgerSchema,
]);
export type FromServer = v.InferOutput<typeof FromServerSchema>;

/** Largest frame that each side takes, in bytes. */
export const MAX_FRAME_FROM_CLIENT = 16 * 1024;
export const MAX_FRAME_FROM_SERVER = 8 * 2 ** 20;
