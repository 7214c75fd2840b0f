/** How long do packets wait while the line is busy, each direction by itself? */
import { SockbenchError } from '../../errors.ts';
import type { DocumentBase } from '../../result/document/experiment.ts';
import { LOAD_SCHEMA, type LoadBody, type LoadDocument, loadsOf } from '../../result/document/load.ts';
import type { Ending, RunResult } from '../../result/document/schema.ts';
import { endingOf } from '../../run/client/document.ts';
import type { Experiment } from '../contract.ts';
import { type LoadPlan, loadStep } from './plan.ts';
import { loadVerdict } from './verdict.ts';

export const load: Experiment<LoadPlan, LoadBody> = {
  steps: (plan, soFar) => (soFar.length === 0 ? loadStep(plan) : null),
  verdict: loadVerdict,
};

/** Fates of single packets are of no use here, and would be most of the document. */
const withoutPackets = (run: RunResult): RunResult => ({
  ...run,
  transports: run.transports.map((transport) => ({
    ...transport,
    link: transport.link === null ? null : { ...transport.link, packets: [] },
  })),
});

export const loadDocument =
  (plan: LoadPlan) =>
  (base: DocumentBase, runs: readonly RunResult[], body: LoadBody): LoadDocument => {
    const { target, direction, streams, phase, probeRate, congestionControl, impairment } = plan;
    return {
      schema: LOAD_SCHEMA,
      ...base,
      ending: endingFor(plan, base.ending, body),
      spec: { target, direction, streams, phase, probeRate, congestionControl, impairment },
      ...body,
      runs: runs.map(withoutPackets),
      asserts: [],
    };
  };

/** There was no time left for phases that were planned. */
function endingFor(plan: LoadPlan, ending: Ending, { phases }: LoadBody): Ending {
  const missing = loadsOf(plan).length + 1 - phases.length;
  return ending.status === 'completed' && missing > 0
    ? endingOf(new SockbenchError('load-unfinished', 'load', { missing }), false)
    : ending;
}
