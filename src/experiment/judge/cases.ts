/** The cases that a pair is judged by: links, files, and packets that are lost on purpose. Data alone. */
import { type DirectionImpairment, type Impairment, NO_IMPAIRMENT } from '../../result/impairment.ts';
import { MILLISECOND } from '../../units.ts';
import { lessonFile } from '../lesson/arq/file.ts';
import type { Learnt } from './evidence/learn.ts';

/** A case, before it is known how many packets the pair needs. */
export interface Case {
  readonly name: string;
  readonly seed: number;
  /** null: the clean case taught too little to make it. */
  readonly make: (learnt: Learnt | null) => Made | null;
  /** It can only be made from what the clean case teaches. */
  readonly scripted: boolean;
}

export interface Made {
  readonly impairment: Impairment;
  readonly file: Uint8Array;
}

type Both = Partial<DirectionImpairment>;

/** Each way. Enough that a timer of a few milliseconds is too short, and a case takes no time. */
const DELAY = 5 * MILLISECOND;
/** "20 kB": no multiple of a usual packet size, nor a few bytes away from one. */
export const USUAL_BYTES = 20_347;
const FEW_BYTES = 5347;
export const LONG_BYTES = 2 ** 20;
/** Of the payload where the clean case does not tell it. */
const USUAL_PACKET = 1024;

const OUTAGE = [3, 4, 5, 6, 7, 8];

interface Recipe {
  readonly name: string;
  readonly up?: Both;
  readonly down?: Both;
  /** Bytes of the file, where it matters. */
  readonly bytes?: number | ((learnt: Learnt | null) => number);
  /** The packets to drop; null: it is not known which. */
  readonly script?: (learnt: Learnt) => { readonly up?: number; readonly down?: number } | null;
}

const same = (name: string, both: Both, bytes?: number): Recipe => ({
  name,
  up: both,
  down: both,
  ...(bytes !== undefined && { bytes }),
});

const RECIPES: readonly Recipe[] = [
  { name: 'clean' },
  { name: 'empty', bytes: 0 },
  { name: 'one-byte', bytes: 1 },
  { name: 'multiple', bytes: (learnt) => 4 * (learnt?.packetBytes ?? USUAL_PACKET) },
  { name: 'loss-up', up: { loss: 0.15 } },
  { name: 'loss-down', down: { loss: 0.15 } },
  same('bursts', { burst: { ratio: 0.15, meanLength: 3 } }),
  { name: 'outage', up: { drop: OUTAGE } },
  same('duplicates', { duplicate: 0.3 }),
  same('reordering', { reorder: 0.3 }),
  // So many that no seed damages headers and acknowledgements alone.
  same('corruption', { corrupt: 0.3 }),
  same('slow', { delay: 150 * MILLISECOND }, FEW_BYTES),
  same('everything', { loss: 0.1, duplicate: 0.15, reorder: 0.15, corrupt: 0.1, jitter: 3 * MILLISECOND }),
  { name: 'first-packet-lost', script: () => ({ up: 1 }) },
  {
    name: 'last-data-lost',
    script: ({ lastData, up }) => (lastData === null || lastData === up ? null : { up: lastData }),
  },
  { name: 'last-packet-lost', script: ({ up }) => ({ up }) },
  { name: 'first-ack-lost', script: ({ down }) => (down === 0 ? null : { down: 1 }) },
  { name: 'last-ack-lost', script: ({ down }) => (down === 0 ? null : { down }) },
];

const LONG: Recipe = { ...same('long', { loss: 0.02 }), bytes: LONG_BYTES };

export const CASE_NAMES: readonly string[] = [...RECIPES, LONG].map(({ name }) => name);

/**
 * The usual cases.
 * @param file in place of the one that is made for each; sizes are then no cases
 */
export function usualCases(seed: number, file: Uint8Array | null, long: boolean): Case[] {
  const recipes = long ? [...RECIPES, LONG] : RECIPES;
  return recipes
    .filter(({ bytes }) => file === null || bytes === undefined)
    .map((recipe) => caseOf(recipe, seed, file));
}

function caseOf({ name, up, down, bytes, script }: Recipe, seed: number, file: Uint8Array | null): Case {
  const direction = (own: Both | undefined, dropped: number | undefined): DirectionImpairment => ({
    ...NO_IMPAIRMENT,
    delay: DELAY,
    ...own,
    ...(dropped !== undefined && { drop: [dropped] }),
  });
  return {
    name,
    seed,
    scripted: script !== undefined || typeof bytes === 'function',
    make: (learnt) => {
      const dropped = script === undefined ? {} : learnt === null ? null : script(learnt);
      if (dropped === null) return null;
      const size = typeof bytes === 'function' ? bytes(learnt) : (bytes ?? USUAL_BYTES);
      return {
        impairment: {
          up: direction(up, dropped.up),
          down: direction(down, dropped.down),
          profile: null,
          seed,
        },
        file: file ?? lessonFile(size, seed),
      };
    },
  };
}
