/**
 * What a lesson on reliability shows, schema `sockbench.lesson/1`: the one source of its types, its validation and its JSON
 * Schema; and what happens while it runs. Units as in `sockbench.result/1`.
 */
import * as v from 'valibot';
import { type Impairment, ImpairmentSchema } from '../impairment.ts';
import { RunResultSchema } from './schema.ts';

export const LESSON_SCHEMA = 'sockbench.lesson/1';

const { tool, startedAt, command, host, ending, asserts } = RunResultSchema.entries;
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const amount = v.pipe(v.number(), v.minValue(0), v.finite());

export const RACERS = ['stop-and-wait', 'go-back-n', 'selective-repeat', 'tcp'] as const;
export type Racer = (typeof RACERS)[number];

/** A packet on the link. Times in ns since the start. */
export const LessonPacketSchema = v.object({
  time: amount,
  direction: v.picklist(['up', 'down']),
  /** What it carries: a part of the file, an acknowledgement, or neither (TCP's opening and closing). */
  kind: v.picklist(['data', 'ack', 'other']),
  /** Packet of the file, from 0; of TCP the first byte. An acknowledgement: the last packet, or the bytes, that it is about. */
  number: v.nullable(count),
  fate: v.picklist(['delivered', 'lost', 'queueDropped', 'corrupted']),
  deliveredAt: v.optional(amount),
  duplicates: v.optional(count),
  /** It was sent before. */
  again: v.boolean(),
});
export type LessonPacket = v.InferOutput<typeof LessonPacketSchema>;

export const ProtocolResultSchema = v.object({
  name: v.picklist(RACERS),
  /** Packets that may be under way; null: TCP's own business. */
  window: v.nullable(count),
  /** Sequence numbers, after which they come round. */
  space: v.nullable(count),
  timeoutSeconds: v.nullable(amount),
  /** From the first packet until the sender knew that all had arrived; null: it did not get so far. */
  seconds: v.nullable(amount),
  /** Bits of the file per second. */
  goodput: v.nullable(amount),
  /** Packets with a part of the file that came to the link. */
  sent: count,
  /** Of them those that were sent before (TCP: by the link's count). */
  resent: count,
  /** Of those again, the ones that were sent after the receiver had taken the packet; null: not to be seen. */
  needless: v.nullable(count),
  /** Of all that were sent, those that did not arrive. */
  lost: count,
  /** Acknowledgements that did not arrive. */
  lostAnswers: count,
  /** Bytes of the file that were delivered, in order. */
  delivered: count,
  intact: v.boolean(),
  /** Share of the time in which the link carried each packet of the file once; null without a bandwidth. */
  efficiency: v.nullable(amount),
  /** 95 of 100 such transfers over this link are between the two; null: nothing is predicted. */
  predicted: v.nullable(v.tuple([amount, amount])),
  /** What the textbook's formula says. */
  textbook: v.nullable(amount),
  /** The first packets of the transfer. */
  packets: v.array(LessonPacketSchema),
});
export type ProtocolResult = v.InferOutput<typeof ProtocolResultSchema>;

export const LessonSpecSchema = v.object({
  bytes: count,
  payload: count,
  window: count,
  timeoutSeconds: amount,
  impairment: ImpairmentSchema,
});

export const LessonSchema = v.object({
  schema: v.literal(LESSON_SCHEMA),
  name: v.literal('arq'),
  tool,
  startedAt,
  command,
  host,
  spec: LessonSpecSchema,
  ending,
  protocols: v.array(ProtocolResultSchema),
  /** The link was changed while it ran: nothing is predicted then. */
  changes: v.array(v.object({ atSeconds: amount, impairment: ImpairmentSchema })),
  asserts,
});
export type LessonDocument = v.InferOutput<typeof LessonSchema>;

/** What is known of a racer before it starts. */
export interface Entrant {
  readonly name: Racer;
  readonly window: number | null;
  readonly space: number | null;
  readonly timeoutSeconds: number | null;
  readonly predicted: readonly [number, number] | null;
  readonly textbook: number | null;
}

/** Something that happened to a racer. Times in ns since the start. */
export type Happening =
  | { readonly what: 'sent'; readonly time: number; readonly index: number; readonly again: boolean }
  | { readonly what: 'timeout'; readonly time: number; readonly index: number }
  | {
      readonly what: 'acknowledged';
      readonly time: number;
      readonly index: number;
      readonly cumulative: boolean;
    }
  /** The link has decided what becomes of a packet. */
  | { readonly what: 'fate'; readonly packet: LessonPacket }
  /** A packet arrived, and what the receiver made of it. */
  | {
      readonly what: 'arrived';
      readonly time: number;
      readonly index: number;
      readonly taken: 'accepted' | 'buffered' | 'duplicate' | 'discarded' | 'outside';
    }
  /** TCP: so many bytes of the file have been read. */
  | { readonly what: 'progress'; readonly time: number; readonly bytes: number };

export type LessonEvent =
  | {
      readonly event: 'start';
      readonly entrants: readonly Entrant[];
      readonly impairment: Impairment;
      /** Packets of the file, and its bytes. */
      readonly packets: number;
      readonly bytes: number;
    }
  | { readonly event: 'happened'; readonly racer: Racer; readonly happenings: readonly Happening[] }
  | { readonly event: 'link'; readonly atSeconds: number; readonly impairment: Impairment }
  | { readonly event: 'ended'; readonly result: ProtocolResult };
