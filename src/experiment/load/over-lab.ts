/** A load over a lab of its own, for whoever is not inside of one: its plan goes in, its document comes out. */
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { SockbenchError } from '../../errors.ts';
import type { LoadDocument } from '../../result/document/load.ts';
import { launchLab } from '../../run/lab/launch.ts';
import type { LoadPlan } from './plan.ts';

const PROCESS = fileURLToPath(new URL('./lab-process.js', import.meta.url));

/** @throws SockbenchError `lab-…`, `lesson-failed` */
export async function loadOverLab(plan: LoadPlan, signal: AbortSignal): Promise<LoadDocument> {
  let channel: Duplex | undefined;
  let document: LoadDocument | undefined;
  await launchLab({
    command: [process.execPath, PROCESS],
    impairment: plan.impairment!,
    congestionControl: plan.congestionControl,
    apart: (own) => {
      channel = own;
      own.on('error', () => {});
      const lines = createInterface({ input: own, crlfDelay: Number.POSITIVE_INFINITY });
      lines.on('error', () => {});
      lines.on('line', (line) => {
        document = JSON.parse(line) as LoadDocument;
      });
    },
    ready: () => void channel?.write(`${JSON.stringify(plan)}\n`),
    signal,
  });
  if (document === undefined)
    throw new SockbenchError('lesson-failed', 'load', { reason: 'it told nothing' });
  return document;
}
