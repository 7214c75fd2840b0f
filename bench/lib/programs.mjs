/** What is compared: sockbench itself, peers that stand on the PATH, and the C programs of the physical limit. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { background, run } from './process.mjs';

const here = fileURLToPath(new URL('..', import.meta.url));

/** The path of a program, or null. */
export function which(program) {
  try {
    return execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

/** First line of what a program says of its version; null where it is not there. */
export function versionOf(program, args) {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).split(
      '\n',
    )[0];
  } catch {
    return null;
  }
}

/** Compiles bench/limit/*.c into a folder of its own; without a C compiler the rows against it are skipped. */
export function compileLimits() {
  if (which('cc') === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'sockbench-limit-'));
  for (const name of ['tcp-pair', 'udp-pair', 'send-lag'])
    execFileSync('cc', ['-O2', '-o', join(folder, name), join(here, 'limit', `${name}.c`)]);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A run of the built command: its JSON document, CPU time and memory. */
export async function sockbench(root, args, options = {}) {
  const main = join(root, 'dist/cli/main.js');
  const result = await run(process.execPath, [main, ...args, '--json', '--ui', 'none'], options);
  if (result.status !== 0) throw new Error(`sockbench ${args.join(' ')}: ${result.err.slice(0, 300)}`);
  const document = JSON.parse(result.out);
  return { ...result, transport: document.transports[0], document };
}

let port = 21_000 + (process.pid % 20_000);

export async function iperf(args, length) {
  port++;
  const server = await background('iperf3', ['-s', '-1', '-B', '127.0.0.1', '-p', String(port)]);
  const { out } = await run('iperf3', ['-c', '127.0.0.1', '-p', String(port), '-J', ...args]);
  await server.stop();
  const { end, error } = JSON.parse(out);
  if (error !== undefined) throw new Error(`iperf3: ${error}`);
  if (length === undefined) return { goodput: end.sum_received.bits_per_second };
  const { packets, lost_packets: lost, seconds } = end.sum;
  const delivered = (packets - lost) / seconds;
  return { delivered, goodput: delivered * length * 8 };
}

/** Full round trips of `sockperf ping-pong`, sleeping in recvfrom. */
export async function sockperf(seconds) {
  port++;
  const address = ['-i', '127.0.0.1', '-p', String(port)];
  const server = await background('sockperf', ['server', ...address]);
  const { out } = await run('sockperf', [
    'ping-pong',
    ...address,
    '-t',
    String(seconds),
    '--full-rtt',
    '-m',
    '64',
  ]);
  await server.stop();
  const p50 = /percentile 50\.000 =\s+([\d.]+)/.exec(out);
  const total = /RunTime=([\d.]+) sec;.*ReceivedMessages=(\d+)/.exec(out);
  if (p50 === null || total === null) throw new Error(`sockperf: ${out.slice(-300)}`);
  return { p50: Number(p50[1]) * 1000, rate: Number(total[2]) / (Number(total[1]) + 0.4) };
}

export async function limit(folder, program, args) {
  const { out } = await run(join(folder, program), args.map(String));
  return JSON.parse(out);
}
