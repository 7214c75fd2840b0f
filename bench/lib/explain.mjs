/**
 * What the time of a probe goes to: user and system CPU time for each probe over all processes, and, where strace is
 * there, how many system calls of each kind it takes (a run of its own, whose speed means nothing).
 */
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './process.mjs';
import { sockbench, which } from './programs.mjs';

const WORKLOADS = [
  { work: '50 closed-loop TCP clients, 64 B', args: ['tcp', '--clients', '50', '--rate', 'closed'] },
  { work: '1 closed-loop UDP client, 64 B', args: ['udp', '--rate', 'closed'] },
  { work: 'UDP 64 B one way', args: ['udp', '--mode', 'up', '--rate', 'max', '--size', '64'] },
  { work: 'UDP 1,448 B one way', args: ['udp', '--mode', 'up', '--rate', 'max', '--size', '1448'] },
  { work: 'TCP one way, 128 KiB writes', args: ['tcp', '--mode', 'up'] },
];

export async function explain(root) {
  const rows = [];
  for (const { work, args } of WORKLOADS) {
    const timed = [...args, '--engine', 'linux', '--duration', '2s', '--warmup', '0s'];
    const { transport, cpu } = await sockbench(root, timed);
    const probes = transport.probes?.sent ?? transport.loss.up.sent;
    rows.push({
      work,
      probes,
      userNs: (cpu.user / probes) * 1e9,
      systemNs: (cpu.system / probes) * 1e9,
      calls: which('strace') === null ? null : await callsOf(root, timed),
    });
  }
  return rows;
}

/** System calls for each probe, those that are made at least once for 100 probes. */
async function callsOf(root, args) {
  const file = join(tmpdir(), `sockbench-calls-${process.pid}`);
  const main = join(root, 'dist/cli/main.js');
  const options = ['-f', '-c', '-U', 'calls,name', '-o', file];
  const { out, status } = await run(
    'strace',
    [...options, process.execPath, main, ...args, '--json', '--ui', 'none'],
    { timeout: 120_000 },
  );
  if (status !== 0) return null;
  const { transports } = JSON.parse(out);
  const probes = transports[0].probes?.sent ?? transports[0].loss.up.sent;
  const calls = {};
  for (const line of readFileSync(file, 'latin1').split('\n')) {
    const match = /^\s*(\d+)\s+([a-z_0-9]+)$/.exec(line);
    if (match !== null && match[2] !== 'total' && Number(match[1]) / probes >= 0.01)
      calls[match[2]] = Number(match[1]) / probes;
  }
  rmSync(file, { force: true });
  return calls;
}
