/** The floor under every figure: round trips over loopback on the portable port, one at a time. */
import { Worker } from 'node:worker_threads';
import { clockSince, machineNow } from '../../clock.ts';
import { PortablePort } from '../../net/portable/port.ts';
import type { Transport } from '../../units.ts';
import { Batch } from '../../wire/batch.ts';
import type { Finding } from './finding.ts';

const ROUND_TRIPS = 2000;
const WARM_UP = 500;
const PATIENCE_MS = 5000;
/** Above this median the machine is busy, or very slow. */
const SLOW = 500e3;

export async function loopbackFindings(): Promise<Finding[]> {
  const worker = new Worker(new URL('./echo-worker.js', import.meta.url));
  try {
    const ports = await new Promise<Record<Transport, number>>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    return [await floor('udp', ports.udp), await floor('tcp', ports.tcp)];
  } finally {
    await worker.terminate();
  }
}

async function floor(transport: Transport, remotePort: number): Promise<Finding> {
  const clock = clockSince(machineNow());
  const port = new PortablePort(clock);
  const times: number[] = [];
  try {
    const flow = await port.open({ transport, remote: { address: '127.0.0.1', port: remotePort }, size: 64 });
    const out = new Batch(1);
    const back = new Batch(1);
    out.count = 1;
    out.flow[0] = flow;
    out.length[0] = 64;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      port.onReady(() => {
        port.receive(back);
        if (back.count === 0) return;
        times.push(back.time[0]! - out.time[0]!);
        if (times.length < WARM_UP + ROUND_TRIPS) return port.send(out);
        clearTimeout(timer);
        resolve();
      });
      port.send(out);
    });
  } finally {
    await port.close();
  }
  const id = transport === 'udp' ? 'loopbackUdp' : 'loopbackTcp';
  const sorted = times.slice(WARM_UP).sort((a, b) => a - b);
  if (sorted.length === 0) return { id, status: 'missing', details: {} };
  const p50 = sorted[sorted.length >> 1]!;
  const p99 = sorted[Math.floor(sorted.length * 0.99)]!;
  const details = { minNs: Math.round(sorted[0]!), p50Ns: Math.round(p50), p99Ns: Math.round(p99) };
  return { id, status: p50 > SLOW ? 'limited' : 'good', details };
}
