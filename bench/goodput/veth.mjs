/**
 * One stream between two network namespaces joined by a pair of interfaces, narrowed by `tc tbf`: what sockbench says
 * arrived, and what the receiving interface counted in the same span.
 */
import { fileURLToPath } from 'node:url';
import { run } from '../lib/process.mjs';

const inside = fileURLToPath(new URL('veth-inside.sh', import.meta.url));
const WARMUP = 1e9;
/** Ethernet, IPv4 and TCP with timestamps. */
const HEADERS = 14 + 20 + 32;
/** Bits per second from which on something flows. */
const FLOWS = 5e6;

export async function overVeth(root, seconds, { bandwidth, mode, engine, congestion }) {
  const main = `${root}/dist/cli/main.js`;
  const env = { RATE: bandwidth, MAIN: main, NODE: process.execPath, MODE: mode };
  const control = congestion === null ? [] : ['--congestion', congestion];
  const words = ['--mode', mode, '--engine', engine, '--duration', `${seconds}s`, ...control];
  const { out, err, status } = await run('unshare', ['-Urnm', 'sh', inside, ...words], { env });
  if (status !== 0) throw new Error(err.slice(0, 300));
  const [samples, document] = out.split('\n---\n');
  const [transport] = JSON.parse(document).transports;
  return {
    told: transport.goodput[mode],
    carried: counted(samples.trim().split('\n'), seconds * 1e9),
    lost: transport.loss[mode].lost,
  };
}

/** @param lines `nanoseconds bytes packets` of the receiving interface, each few milliseconds */
function counted(lines, duration) {
  const samples = lines.map((line) => line.split(' ').map(Number));
  const payload = samples.map(([at, bytes, packets]) => [at, bytes - packets * HEADERS]);
  const start = payload.findIndex(
    ([at, bytes], i) => i > 0 && ((bytes - payload[i - 1][1]) * 8e9) / (at - payload[i - 1][0]) > FLOWS,
  );
  if (start < 1) return null;
  const from = payload[start - 1][0] + WARMUP;
  return ((at(payload, from + duration) - at(payload, from)) * 8e9) / duration;
}

function at(payload, time) {
  const next = payload.findIndex(([at]) => at >= time);
  const [[before, few], [after, many]] = [payload[next - 1], payload[next]];
  return few + ((many - few) * (time - before)) / (after - before);
}
