/** How long do packets wait while the line is busy, each direction by itself? */
import type { DocumentBase } from '../../result/document/experiment.ts';
import { LOAD_SCHEMA, type LoadBody, type LoadDocument } from '../../result/document/load.ts';
import type { RunResult } from '../../result/document/schema.ts';
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
  ({ target, direction, streams, phase, probeRate, congestionControl, impairment }: LoadPlan) =>
  (base: DocumentBase, runs: readonly RunResult[], body: LoadBody): LoadDocument => ({
    schema: LOAD_SCHEMA,
    ...base,
    spec: { target, direction, streams, phase, probeRate, congestionControl, impairment },
    ...body,
    runs: runs.map(withoutPackets),
    asserts: [],
  });
