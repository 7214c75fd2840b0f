/** The process of a program's run on the client's side of an emulated link: its order and its events go over descriptor 3. */
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { RunSpec } from '../result/spec.ts';
import { Run } from '../run/client/run.ts';
import { labFromEnvironment } from '../run/lab/link/client.ts';

const channel = new Socket({ fd: 3 });
channel.on('error', () => process.exit(1));
const lines = createInterface({ input: channel, crlfDelay: Number.POSITIVE_INFINITY });
let running: Run | undefined;

async function begin({ spec, version }: { spec: RunSpec; version: string }): Promise<void> {
  const lab = labFromEnvironment();
  running = new Run(spec, { version, command: [], reports: null, key: null, lab, queue: true });
  for await (const event of running.start()) channel.write(`${JSON.stringify(event)}\n`);
  channel.end(() => process.exit(0));
}

lines.on('line', (line) => {
  if (running === undefined) void begin(JSON.parse(line) as { spec: RunSpec; version: string });
  else running.stop();
});
lines.on('close', () => {
  if (running === undefined) process.exit(1);
});
