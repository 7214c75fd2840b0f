/** Runs over the one link of a lab, side by side or in turn, from a process on its client's side. */
import { handleOf, type RunHandle } from '../library/run.ts';
import { type RunRequest, specOf } from '../library/spec.ts';
import { VERSION } from '../library/version.ts';
import { Run } from '../run/client/run.ts';
import { type LabClient, labFromEnvironment } from '../run/lab/link/client.ts';
import type { Runner } from './contract.ts';

/**
 * Each run asks the link by itself, and ends its questions when it ends.
 * @param impairment as the link is
 * @param settling ns at the beginning of a stream that the link's counts and its queue's figures leave out
 */
export const labRunner =
  (impairment: LabClient['impairment'], settling: number): Runner =>
  (request, signal) => {
    const lab = besideOthers(labFromEnvironment()!, request, settling);
    // Its queue is told once, by the run that lasts.
    return overLab(request, signal, { impairment, lab, queue: !isStream(request) });
  };

/** Runs one after the other over the one link of a lab. */
export const labRunnerInTurn =
  (impairment: LabClient['impairment']): Runner =>
  (request, signal) =>
    overLab(request, signal, { impairment, lab: labFromEnvironment()!, queue: false });

interface Over {
  readonly impairment: LabClient['impairment'];
  readonly lab: LabClient;
  readonly queue: boolean;
}

function overLab(request: RunRequest, signal: AbortSignal, { impairment, lab, queue }: Over): RunHandle {
  const spec = specOf({ ...request, target: null, impairment });
  const run = new Run(spec, {
    version: VERSION,
    command: [],
    reports: null,
    key: null,
    lab,
    lasting: true,
    queue,
  });
  return handleOf(run, signal);
}

const isStream = ({ mode }: RunRequest): boolean => mode !== undefined && mode !== 'echo';

/**
 * The link counts TCP for one run at a time: that of the streams, whose queue it is. Probes beside them are counted by their
 * session.
 */
function besideOthers(lab: LabClient, request: RunRequest, settling: number): LabClient {
  const streams = isStream(request);
  return {
    target: (family) => lab.target(family),
    impairment: lab.impairment,
    congestionControl: lab.congestionControl,
    serves: (host, port) => lab.serves(host, port),
    connectControl: () => lab.connectControl(),
    onPackets: (listener) => lab.onPackets(listener),
    onQueue: (listener) => lab.onQueue(listener),
    setImpairment: (changed) => lab.setImpairment(changed),
    markRunStart: (transport, epoch) => {
      if (streams) lab.markRunStart(transport, epoch + BigInt(settling));
      else if (transport === 'udp') lab.markRunStart(transport, epoch);
    },
    report: (transport, token) =>
      streams || transport === 'udp' || token === null
        ? lab.report(transport, token)
        : lab.reportSession(transport, token),
    reportSession: (transport, token) => lab.reportSession(transport, token),
    close: () => lab.close(),
  };
}
