/**
 * What a class measured against one server, schema `sockbench.class/1`: the one source of its types, its validation and
 * its JSON Schema. Units as in `sockbench.result/1`.
 */
import * as v from 'valibot';
import { RunResultSchema } from './schema.ts';

export const CLASS_SCHEMA = 'sockbench.class/1';
/** Guests that a server remembers. */
export const MOST_GUESTS = 1000;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.finite());
const ratio = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1)));
const span = v.nullable(v.pipe(v.number(), v.minValue(0), v.finite()));
const text = v.pipe(v.string(), v.maxLength(1000));

/** What every document says of itself. */
const { tool, host, ending } = RunResultSchema.entries;

export const GuestTransportSchema = v.object({
  transport: v.picklist(['tcp', 'udp']),
  mode: v.picklist(['echo', 'up', 'down', 'both', 'connect']),
  clients: count,
  size: count,
  sent: v.nullable(count),
  answered: v.nullable(count),
  lost: v.nullable(count),
  loss: ratio,
  lossUp: ratio,
  lossDown: ratio,
  p50: span,
  p99: span,
  resent: v.nullable(count),
  end: v.nullable(v.picklist(['done', 'gone', 'silent', 'limit', 'stopped', 'failed'])),
});
export type GuestTransport = v.InferOutput<typeof GuestTransportSchema>;

export const ClassSchema = v.object({
  schema: v.literal(CLASS_SCHEMA),
  tool,
  startedAt: text,
  command: v.pipe(v.array(text), v.maxLength(1000)),
  host,
  ending,
  port: v.nullable(count),
  /** What an emulated link in front of the server does; null: there was none. */
  link: v.nullable(text),
  guests: v.pipe(
    v.array(
      v.object({
        name: v.nullable(text),
        address: text,
        since: text,
        transports: v.pipe(v.array(GuestTransportSchema), v.maxLength(2)),
      }),
    ),
    v.maxLength(MOST_GUESTS),
  ),
  /** How many were turned away. */
  refused: count,
});
export type ClassDocument = v.InferOutput<typeof ClassSchema>;
