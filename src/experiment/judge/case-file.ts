/**
 * A teacher's own cases, from a file:
 *
 * ```json
 * { "usual": false, "seeds": [11, 12],
 *   "cases": [{ "name": "far away", "seed": 7, "bytes": 50000, "loss": "up=10%", "delay": "80ms" }] }
 * ```
 * `seeds` are for the usual cases (each with each of them), and for cases without one of their own. Links are written
 * as on the command line.
 */
import * as v from 'valibot';
import { type JsonBounds, parseJson } from '../../json-bounds.ts';
import type { Impairment } from '../../result/impairment.ts';
import { lessonFile } from '../lesson/arq/file.ts';
import { type Case, USUAL_BYTES, usualCases } from './cases.ts';

const BOUNDS: JsonBounds = { depth: 8, values: 20_000 };
const seed = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1));
const typed = v.optional(v.pipe(v.string(), v.maxLength(100)));
const LARGEST_FILE = 16 * 2 ** 20;

const CaseSchema = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  seed: v.optional(seed),
  bytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LARGEST_FILE))),
  loss: typed,
  burstLoss: typed,
  drop: typed,
  delay: typed,
  jitter: typed,
  jitterShape: typed,
  reorder: typed,
  duplicate: typed,
  corrupt: typed,
  bandwidth: typed,
  queue: typed,
  profile: typed,
});

const CasesSchema = v.strictObject({
  usual: v.optional(v.boolean()),
  seeds: v.optional(v.pipe(v.array(seed), v.minLength(1), v.maxLength(100))),
  cases: v.optional(v.pipe(v.array(CaseSchema), v.maxLength(500))),
});

/** A link as it is typed: names are those of the options. */
export type TypedLink = Omit<v.InferOutput<typeof CaseSchema>, 'name' | 'seed' | 'bytes'>;

export interface CaseFileUse {
  readonly seed: number;
  /** In place of the files that are made. */
  readonly file: Uint8Array | null;
  readonly long: boolean;
  /** Reads a link; null: nothing was said of one. @throws where it cannot be read */
  readonly linkFrom: (typed: TypedLink, seed: number) => Impairment | null;
}

/** @throws Error whose message says what is wrong, as one short piece of text */
export function casesFrom(text: string, use: CaseFileUse): Case[] {
  const value = parseJson(text, BOUNDS);
  // To the library a list is an object without names.
  const parsed = v.safeParse(CasesSchema, Array.isArray(value) ? null : value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new Error(`${v.getDotPath(issue) ?? ''} ${issue.message}`.trim());
  }
  const { usual = true, seeds = [use.seed], cases = [] } = parsed.output;
  const usualOnes = usual ? seeds.flatMap((each) => usualCases(each, use.file, use.long)) : [];
  const own = cases.flatMap(({ name, seed: fixed, bytes, ...link }) =>
    (fixed === undefined ? seeds : [fixed]).map((each): Case => {
      const impairment = use.linkFrom(link, each) ?? CLEAN(each);
      const file = use.file ?? lessonFile(bytes ?? USUAL_BYTES, each);
      return { name, seed: each, scripted: false, make: () => ({ impairment, file }) };
    }),
  );
  return [...usualOnes, ...own];
}

const CLEAN = (seed: number): Impairment => usualCases(seed, null, false)[0]!.make(null)!.impairment;
