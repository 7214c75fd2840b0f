/** Runs side by side over the one link of a lab, from a process on its client's side. */
import { handleOf } from '../library/run.ts';
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
export function labRunner(impairment: LabClient['impairment'], settling: number): Runner {
  return (request, signal) => {
    const lab = labFromEnvironment()!;
    const spec = specOf({ ...request, target: null, impairment });
    const run = new Run(spec, {
      version: VERSION,
      command: [],
      reports: null,
      key: null,
      lab: besideOthers(lab, request, settling),
      lasting: true,
      // Once, by the run that lasts.
      queue: !isStream(request),
    });
    return handleOf(run, signal);
  };
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
