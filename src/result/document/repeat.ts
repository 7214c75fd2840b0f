/** `sockbench.repeat/1`: the same run several times. */
import * as v from 'valibot';
import { RunSpecSchema } from '../spec.ts';
import { documentEntries } from './experiment.ts';

export const REPEAT_SCHEMA = 'sockbench.repeat/1';

const number = v.pipe(v.number(), v.finite());
const count = v.pipe(number, v.integer(), v.minValue(0));

const RepeatFigureSchema = v.object({
  transport: v.picklist(['tcp', 'udp']),
  /** As in `--assert`. */
  metric: v.string(),
  /** ns, share 0..1, bits per second, or a number. */
  kind: v.picklist(['time', 'ratio', 'bits', 'rate', 'count', 'word']),
  /** Of each completed run, in turn; null where it is not known. */
  values: v.array(v.nullable(number)),
  median: number,
  least: number,
  most: number,
  /** Of the median, by order statistics; null with fewer than six runs, or where a run does not know it. */
  interval95: v.nullable(v.tuple([number, number])),
});
export type RepeatFigure = v.InferOutput<typeof RepeatFigureSchema>;

const Body = {
  planned: count,
  made: count,
  figures: v.array(RepeatFigureSchema),
};
const BodySchema = v.object(Body);
export type RepeatBody = v.InferOutput<typeof BodySchema>;

export const RepeatDocumentSchema = v.object({
  ...documentEntries(
    REPEAT_SCHEMA,
    v.object({ times: count, run: v.partial(v.object(RunSpecSchema.entries)) }),
  ),
  ...Body,
});
export type RepeatDocument = v.InferOutput<typeof RepeatDocumentSchema>;
