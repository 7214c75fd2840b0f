/**
 * What a room tells its members over TCP: lines of JSON for sockbench itself, plain sentences for everybody else.
 * Also the bounds within which a client believes a host.
 */
import * as v from 'valibot';
import { type JsonBounds, MOST_DEPTH, parseJson } from '../../../json-bounds.ts';
import { LINE_BYTES } from '../rates/limits.ts';

/** Version of the exchange between sockbench and sockbench. */
export const CHAT_VERSION = 1;
/** Bytes of one event line: a list of all people fits. */
export const EVENT_BYTES = 256 * 1024;
/** A list of a thousand people, five values each. */
const BOUNDS: JsonBounds = { depth: MOST_DEPTH, values: 16_384 };

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const name = v.pipe(v.string(), v.maxLength(100));
const text = v.pipe(v.string(), v.maxLength(2 * LINE_BYTES));
const transport = v.picklist(['tcp', 'udp']);
/** 16 hexadecimal digits. */
const secret = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));
const PersonSchema = v.object({ id: count, name, transport, plain: v.boolean(), last: count });
const people = v.pipe(v.array(PersonSchema), v.maxLength(1000));
const fate = v.picklist(['in-order', 'out-of-order', 'late', 'duplicate']);

const LEFT = ['quit', 'vanished', 'slow', 'idle', 'flood', 'kicked'] as const;
const LeftSchema = v.object({
  event: v.literal('left'),
  id: count,
  name,
  why: v.picklist(LEFT),
  last: count,
});

export const EventSchema = v.variant('event', [
  /** Say a name. `again`: the one that was said will not do, as `refused` told. */
  v.object({ event: v.literal('name'), again: v.boolean() }),
  /**
   * `token`: what this member's datagrams carry. `pass`: what its next hello may carry, so that a connection that was cut
   * does not keep its name. `impairment`: what happens to datagrams here; `linked`: what is told over TCP crosses such a link, too.
   */
  v.object({
    event: v.literal('welcome'),
    version: count,
    id: count,
    name,
    token: secret,
    pass: v.optional(secret),
    impairment: v.nullable(text),
    linked: v.optional(v.boolean()),
    people,
  }),
  v.object({ event: v.literal('joined'), person: PersonSchema }),
  LeftSchema,
  /** Where many come and go: all of a second together. `passed` came and went before they were told. */
  v.object({
    event: v.literal('crowd'),
    joined: people,
    left: v.pipe(v.array(LeftSchema), v.maxLength(1000)),
    passed: count,
  }),
  /** The host has ruled so. */
  v.object({ event: v.literal('muted'), id: count, name, muted: v.boolean() }),
  v.object({ event: v.literal('renamed'), id: count, from: name, to: name }),
  /** `number` counts one sender's messages from 1. `mine`: the receiver said it. */
  v.object({
    event: v.literal('message'),
    id: count,
    name,
    number: count,
    text,
    action: v.boolean(),
    mine: v.boolean(),
    fate,
  }),
  v.object({ event: v.literal('private'), from: name, to: name, text, mine: v.boolean() }),
  /** Messages of a UDP sender that never reached the host. */
  v.object({ event: v.literal('lost'), id: count, name, count }),
  /** Datagrams reach this member from now on; the next number of each is the one after `last`. */
  v.object({
    event: v.literal('datagrams'),
    people: v.pipe(v.array(v.object({ id: count, last: count })), v.maxLength(1000)),
  }),
  v.object({ event: v.literal('people'), people }),
  v.object({ event: v.literal('help'), host: v.optional(v.boolean(), false) }),
  v.object({
    event: v.literal('contrast'),
    run: count,
    phase: v.picklist(['start', 'line', 'end', 'stopped']),
    by: name,
    of: count,
    number: count,
  }),
  /** The line had no effect, and why. `what`: the name, command or number that it is about. */
  v.object({
    event: v.literal('refused'),
    reason: v.picklist([
      'name-empty',
      'name-long',
      'name-letters',
      'name-scripts',
      'name-reserved',
      'name-taken',
      'full',
      'line-long',
      'not-utf8',
      'endless',
      'too-fast',
      'command',
      'form',
      'nobody',
      'contrast-runs',
      'contrast-rests',
      'address-fast',
      'muted',
      'kicked',
      'host-only',
      'host-self',
      'slow',
      'idle',
      'flood',
      'silent',
      'version',
      'tries',
    ]),
    what: text,
  }),
  v.object({ event: v.literal('stopped') }),
]);

export type RoomEvent = v.InferOutput<typeof EventSchema>;
export type Person = v.InferOutput<typeof PersonSchema>;
export type Refusal = Extract<RoomEvent, { event: 'refused' }>['reason'];

/** @returns undefined where a line is no event */
export function parseEvent(line: string): RoomEvent | undefined {
  try {
    const parsed = v.safeParse(EventSchema, parseJson(line, BOUNDS));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

const HelloSchema = v.object({
  version: count,
  transport,
  name: v.pipe(v.string(), v.maxLength(200)),
  /** Of the welcome before: who says it takes the place of the connection that got it. */
  pass: v.optional(secret),
  /** Of whoever hosts the room, as only that program knows it. */
  host: v.optional(secret),
});

export type Hello = v.InferOutput<typeof HelloSchema>;
/** How a sockbench client begins; then JSON. */
export const HELLO = '/sockbench ';

/** The first line of a sockbench client. */
export const helloLine = (hello: Hello): string => HELLO + JSON.stringify(hello);

/** @returns undefined where the line is none */
export function parseHello(line: string): Hello | undefined {
  if (!line.startsWith(HELLO)) return undefined;
  try {
    const parsed = v.safeParse(HelloSchema, parseJson(line.slice(HELLO.length), BOUNDS));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
