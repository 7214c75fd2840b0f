/**
 * Over the lab, beside programs that spin: what the table gives to the network, probe by probe, and what the link's own
 * log says of those packets (when each came to it and when it wrote it: one kernel, one clock).
 */
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';

const WAY = {
  loss: 0,
  burst: null,
  drop: [],
  jitter: 0,
  jitterShape: 'uniform',
  reorder: 0,
  duplicate: 0,
  corrupt: 0,
  bandwidth: null,
  queue: 100,
};

/** @param up, down ns of delay @param spinning programs beside the run */
export async function overLab(sockbench, { transport, up, down, rate, seconds, spinning }) {
  const spinners = Array.from({ length: spinning ? cpus().length : 0 }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    const impairment = { up: { ...WAY, delay: up }, down: { ...WAY, delay: down }, profile: null, seed: 1 };
    const { result } = sockbench.run({
      transports: [transport],
      rate,
      duration: seconds * 1e9,
      warmup: 1e9,
      perProbe: true,
      engine: 'linux',
      impairment,
    });
    const document = await result;
    const { ending, transports } = document;
    if (ending.status !== 'completed') throw new Error(`${ending.code}: ${ending.message}`);
    return transports[0];
  } finally {
    for (const spinner of spinners) spinner.kill('SIGKILL');
  }
}

/** ns of each answered probe whose packets are in the log: the network's time by the table, and by the log. */
export function besideLog({ samples, link }) {
  const crossed = { up: new Map(), down: new Map() };
  for (const { direction, probe, fate, time, writtenAt } of link.packets) {
    if (probe === undefined || probe.warmup || fate !== 'delivered' || writtenAt === undefined) continue;
    if (!crossed[direction].has(probe.number)) crossed[direction].set(probe.number, { time, writtenAt });
  }
  return samples.roundTrip.flatMap((table, number) => {
    const up = crossed.up.get(number);
    const down = crossed.down.get(number);
    if (table === null || up === undefined || down === undefined) return [];
    const log = up.writtenAt - up.time + down.writtenAt - down.time;
    return [{ table, log, beforeLink: up.time - samples.sent[number] }];
  });
}

export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? null;
}
