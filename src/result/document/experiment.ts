/** What every document of an experiment begins with; the runs stand in it whole, and elsewhere a run is its index. */
import * as v from 'valibot';
import { AssertSchema, type Ending, RunResultSchema } from './schema.ts';

const { tool, startedAt, command, host, ending } = RunResultSchema.entries;

/** @param spec what was asked for, by the experiment's own names */
export const documentEntries = <Name extends string, Spec extends v.GenericSchema>(
  schema: Name,
  spec: Spec,
) => ({
  schema: v.literal(schema),
  tool,
  startedAt,
  command,
  host,
  spec,
  ending,
  /** As each run's own document. */
  runs: v.array(RunResultSchema),
  asserts: v.array(AssertSchema),
});

/** The parts that the conductor knows. */
export interface DocumentBase {
  readonly tool: { readonly name: 'sockbench'; readonly version: string };
  readonly startedAt: string;
  readonly command: string[];
  readonly host: v.InferOutput<typeof host>;
  readonly ending: Ending;
}
