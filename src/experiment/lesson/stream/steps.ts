/** The lesson's steps: what is sent in which calls, how it is read, and over which link. Data alone. */
import { type Impairment, NO_IMPAIRMENT } from '../../../result/impairment.ts';
import { MILLISECOND } from '../../../units.ts';
import { type Framing, framed } from './frames.ts';

export const STEPS = ['split', 'merge', 'datagrams', 'length', 'line'] as const;
export type StepName = (typeof STEPS)[number];

export interface StreamStep {
  readonly name: StepName;
  readonly transport: 'tcp' | 'udp';
  /** Bytes of each call of send, in order. */
  readonly sends: readonly Uint8Array[];
  /** The receiver does something else for so long before it reads, ms. */
  readonly busy: number;
  /** How the receiver finds messages again; null: it takes what recv gives. */
  readonly framing: Framing | null;
  readonly impairment: Impairment;
}

/** Slow enough that segments do not arrive together. */
const NARROW = { ...NO_IMPAIRMENT, delay: 10 * MILLISECOND, bandwidth: 200_000 };
const WIDE = { ...NO_IMPAIRMENT, delay: 50 * MILLISECOND };
const linkOf = (both: Impairment['up']): Impairment => ({ up: both, down: both, profile: null, seed: 1 });

const text = (words: string): Buffer => Buffer.from(words, 'utf8');
/** 4,000 letters: three segments, far enough from each other on the link that they are read one by one. */
const LONG = text('abcdefghij'.repeat(400));

const both = (framing: Framing): readonly Uint8Array[] => {
  const messages = [text('Olá'), text('Mundo!'), LONG].map((message) => framed(message, framing));
  // Two messages in one call, and a third in the next: calls and messages need not be the same.
  return [Buffer.concat(messages.slice(0, 2)), messages[2]!];
};

export const STREAM_STEPS: Readonly<Record<StepName, StreamStep>> = {
  split: {
    name: 'split',
    transport: 'tcp',
    sends: [LONG],
    busy: 0,
    framing: null,
    impairment: linkOf(NARROW),
  },
  merge: {
    name: 'merge',
    transport: 'tcp',
    sends: [text('Olá '), text('Mundo!')],
    busy: 300,
    framing: null,
    impairment: linkOf(WIDE),
  },
  datagrams: {
    name: 'datagrams',
    transport: 'udp',
    sends: [text('Olá '), text('Mundo!')],
    busy: 300,
    framing: null,
    impairment: linkOf(WIDE),
  },
  length: {
    name: 'length',
    transport: 'tcp',
    sends: both('length'),
    busy: 0,
    framing: 'length',
    impairment: linkOf(NARROW),
  },
  line: {
    name: 'line',
    transport: 'tcp',
    sends: both('line'),
    busy: 0,
    framing: 'line',
    impairment: linkOf(NARROW),
  },
};
