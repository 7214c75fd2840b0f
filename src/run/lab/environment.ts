/** What the launcher tells a command that runs on the client's side of the link: JSON in SOCKBENCH_LAB. */
import * as v from 'valibot';
import { SockbenchError } from '../../errors.ts';
import { MOST_DEPTH, parseJson } from '../../json-bounds.ts';
import { ImpairmentSchema } from '../../result/impairment.ts';

export const LAB_VARIABLE = 'SOCKBENCH_LAB';

export const LabEnvironmentSchema = v.object({
  /** The server's address on the link; `host` is of the family that was asked for. */
  host: v.string(),
  host4: v.string(),
  host6: v.string(),
  port: v.pipe(v.number(), v.integer()),
  /** Unix socket of the server's control connections; null where another command serves. */
  control: v.nullable(v.string()),
  /** Unix socket of the link process (channel.ts). */
  link: v.string(),
  /** The command was started before the link stood: that socket appears when it does. */
  early: v.optional(v.boolean(), false),
  impairment: ImpairmentSchema,
  /** Congestion control of TCP over the link, unless a program sets another; null: whatever the system has. */
  congestionControl: v.nullable(v.string()),
});
export type LabEnvironment = v.InferOutput<typeof LabEnvironmentSchema>;

/** @returns undefined outside a lab. @throws SockbenchError `lab-variable` where the variable is not a lab's */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): LabEnvironment | undefined {
  const text = env[LAB_VARIABLE];
  if (text === undefined || text === '') return undefined;
  try {
    return v.parse(LabEnvironmentSchema, parseJson(text, { depth: MOST_DEPTH, values: 1000 }));
  } catch (cause) {
    throw new SockbenchError('lab-variable', 'read', { variable: LAB_VARIABLE }, cause);
  }
}
