/** What was asked for: the frozen outcome of the command line. No code after the command line reads options. */
import * as v from 'valibot';
import { ImpairmentSchema } from './impairment.ts';

const number = v.pipe(v.number(), v.finite());
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

export const TargetSchema = v.object({
  /** `sockbench`: our server, with a control connection. `echo`: any plain echo server (RFC 862). */
  scheme: v.picklist(['sockbench', 'echo']),
  host: v.string(),
  port: v.pipe(whole, v.maxValue(65535)),
});
export type Target = v.InferOutput<typeof TargetSchema>;

export const RunSpecSchema = v.object({
  /** `compare` has both. */
  transports: v.array(v.picklist(['tcp', 'udp'])),
  /** null: a server of our own on loopback, or on the far side of the lab. */
  target: v.nullable(TargetSchema),
  mode: v.picklist(['echo', 'up', 'down', 'both', 'connect']),
  clients: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Probes per second over all flows; null: the transport's default (see `effective`). */
  rate: v.nullable(v.union([positive, v.literal('max'), v.literal('closed')])),
  /** Instead of a rate: payload bits per second over all flows, each direction; null or absent: none was asked for. */
  bitrate: v.optional(v.nullable(positive)),
  arrivals: v.picklist(['periodic', 'poisson']),
  /** Bytes of a probe, header included; null: the mode's default. */
  size: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(64))),
  /** Times in ns. */
  duration: v.nullable(number),
  count: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  warmup: v.nullable(number),
  lossThreshold: number,
  interval: number,
  threads: v.pipe(v.number(), v.integer(), v.minValue(1)),
  engine: v.picklist(['auto', 'portable', 'linux']),
  busyPoll: v.boolean(),
  bind: v.nullable(v.string()),
  /** 4, 6, or 0 for either. */
  family: v.picklist([0, 4, 6]),
  dscp: v.nullable(whole),
  sendBuffer: v.nullable(whole),
  receiveBuffer: v.nullable(whole),
  nagle: v.boolean(),
  congestionControl: v.nullable(v.string()),
  impairment: v.nullable(ImpairmentSchema),
  /** Seeds the Poisson schedule, and the link where there is one. */
  seed: whole,
  perFlow: v.boolean(),
  /** Times of each probe are in the result: an echo with one generator. */
  perProbe: v.optional(v.boolean()),
  /** `compare`: both transports at the same time; null: decided by mode (contract). */
  together: v.nullable(v.boolean()),
  /** Consent to high rates towards addresses that are neither loopback, private nor link-local. */
  ownNetwork: v.boolean(),
  asserts: v.array(v.string()),
});
export type RunSpec = v.InferOutput<typeof RunSpecSchema>;

const SocketStateSchema = v.object({
  /** Bytes, as they are asked for: Linux keeps twice as many. */
  sendBuffer: v.nullable(whole),
  receiveBuffer: v.nullable(whole),
  dscp: v.nullable(whole),
  nagle: v.nullable(v.boolean()),
  congestionControl: v.nullable(v.string()),
});

/** What was done, after defaults and the server's limits: nothing is left open. */
export const EffectiveSpecSchema = v.object({
  ...RunSpecSchema.entries,
  rate: v.record(v.string(), v.union([number, v.literal('max'), v.literal('closed')])),
  /** Payload bits per second of each transport, each direction; null where no schedule says so. */
  bitrate: v.optional(v.nullable(v.record(v.string(), number))),
  size: v.record(v.string(), number),
  duration: v.nullable(number),
  warmup: number,
  together: v.boolean(),
  /** The engine used, and why it was chosen. */
  engine: v.picklist(['portable', 'linux', 'memory']),
  engineReason: v.string(),
  /** What the server granted less of, in one sentence each. */
  limited: v.array(v.string()),
  serverAddress: v.nullable(v.string()),
  /** Socket options as the server's system has them, read back; null or absent where it does not tell. */
  serverSockets: v.optional(v.nullable(v.record(v.string(), SocketStateSchema))),
});
export type EffectiveSpec = v.InferOutput<typeof EffectiveSpecSchema>;
