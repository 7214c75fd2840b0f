/** The machines of a fleet in its result: what each has done of the whole. */
import * as v from 'valibot';

const number = v.pipe(v.number(), v.finite());
const known = v.nullable(number);
const interval = v.nullable(v.tuple([number, number]));

/**
 * @param host what is said of a machine
 * @param counts of a transport's probes
 */
export const agentSchema = <Host extends v.GenericSchema, Counts extends v.ObjectEntries>(
  host: Host,
  counts: Counts,
) => {
  const transport = v.optional(
    v.object({
      ...counts,
      rate: v.object({ offered: known, achieved: known }),
      sendLagP99: known,
      /** It has handed over all that it measured; else the counts are those that it told last. */
      complete: v.boolean(),
    }),
  );
  return v.object({
    name: v.string(),
    host,
    /** `late`: it began after the others; `lost`: what it measured is not all here. */
    state: v.picklist(['done', 'late', 'lost']),
    /** Of the whole load. */
    share: number,
    clock: v.object({
      /** Its wall clock less the coordinator's, ns, as an interval that is certain; null: not known. */
      offset: interval,
      /** When it began, ns after the common instant, as an interval that is certain; null: it did not, or nobody knows. */
      began: interval,
    }),
    /** A lost one: until when it has told what it measured. */
    untilSeconds: v.optional(known),
    transports: v.object({ tcp: transport, udp: transport }),
  });
};
