/** The process of a load on the client's side of an emulated link: its plan and its document go over descriptor 3. */
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { conduct } from '../conduct.ts';
import { labRunner } from '../lab-runner.ts';
import { load, loadDocument } from './load.ts';
import { type LoadPlan, SETTLING } from './plan.ts';

const channel = new Socket({ fd: 3 });
channel.on('error', () => process.exit(1));
const lines = createInterface({ input: channel, crlfDelay: Number.POSITIVE_INFINITY });
let begun = false;

async function begin(plan: LoadPlan): Promise<void> {
  const runner = labRunner(plan.impairment!, SETTLING);
  const { document } = conduct(load, plan, loadDocument(plan), { runner });
  channel.write(`${JSON.stringify(await document)}\n`);
  channel.end(() => process.exit(0));
}

lines.on('line', (line) => {
  if (begun) return;
  begun = true;
  void begin(JSON.parse(line) as LoadPlan);
});
lines.on('close', () => {
  if (!begun) process.exit(1);
});
