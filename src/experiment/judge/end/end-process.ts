/**
 * One end of the link: makes the command's world, runs it in there, watches what it uses, and tells how it ended.
 * Started by the lab in the network namespace of its side; ends with its connection to the judge.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { loadLibc } from '../../../link/system/libc.ts';
import { callHost } from '../../ends/end-call.ts';
import { enclosed, obstacleOf, ownProcTrial } from './enclosed.ts';
import { Excerpt } from './excerpt.ts';
import { isFull, loopbackPackets, readProduct } from './left-behind.ts';
import { enterView } from './mounts.ts';
import { type EndEnded, FILE, type FromEnd, type ToEnd } from './orders.ts';
import { usageOf } from './watch.ts';

type Order = Extract<ToEnd, { type: 'order' }>;

const LOOK_MS = 100;
/** The name of the link at both ends (link/system/interface.ts, which loads too much for a process that starts often). */
const LINK = 'link0';
const ROUTES = ['0.0.0.0/0', '::/0'].map((all) => `route add ${all} dev ${LINK}\n`).join('');

const ORDER_BOUNDS = { depth: 8, values: 10_000 };

let command: ChildProcess | undefined;
let killed: EndEnded['killed'] = null;
const tell = callHost<ToEnd, FromEnd>(ORDER_BOUNDS, obey);

function obey(message: ToEnd): void {
  if (message.type === 'stop') kill('stop');
  else run(message).catch((error: Error) => tell({ type: 'failed', what: 'sandbox', reason: error.message }));
}

async function run(order: Order): Promise<void> {
  // What is sent to the whole world comes to the link too, and is seen there.
  spawnSync('ip', ['-force', '-batch', '-'], { input: ROUTES });
  const ownProc = spawnSync('unshare', ownProcTrial()).status === 0;
  enterView(await loadLibc(), { ...order, disk: order.limits.disk });
  if (order.file !== null) writeFileSync(FILE, Buffer.from(order.file, 'base64'));
  const obstacle = obstacleOf(order.command[0]!, order.folder, order.environment['PATH'] ?? '');
  if (obstacle !== undefined) return tell({ type: 'failed', what: 'command', reason: obstacle });
  start(order, ownProc);
}

function start(order: Order, ownProc: boolean): void {
  const [program, ...words] = enclosed(order.command, ownProc);
  const { environment: env, folder: cwd, limits } = order;
  // A session of its own: the judge's terminal is not the command's.
  command = spawn(program!, words, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = new Excerpt();
  let diskFull = false;
  const hear = (bytes: Buffer): void => {
    output.add(bytes);
    if (output.bytes > limits.output) kill('output');
  };
  command.stdout!.on('data', hear);
  command.stderr!.on('data', hear);
  const looking = setInterval(() => {
    const { processes, memory } = usageOf('self', limits.processes);
    if (processes > limits.processes) kill('processes');
    else if (memory > limits.memory) kill('memory');
    diskFull ||= isFull();
  }, LOOK_MS);
  command.once('spawn', () => tell({ type: 'started' }));
  command.once('error', (error) => tell({ type: 'failed', what: 'sandbox', reason: error.message }));
  command.once('close', (code, signal) => {
    clearInterval(looking);
    tell({
      type: 'ended',
      ...statusOf(code, signal),
      killed,
      output: { text: output.text(), bytes: output.bytes },
      diskFull: diskFull || isFull(),
      loopback: loopbackPackets(),
      ...readProduct(order.most),
    });
  });
}

/** Its outer process dies, and the kernel ends the whole namespace with it. */
function kill(why: NonNullable<EndEnded['killed']>): void {
  // One that has ended was not killed.
  if (command?.pid === undefined || command.exitCode !== null || command.signalCode !== null) return;
  killed ??= why;
  const now = () => command!.kill('SIGKILL');
  if (why !== 'stop') return void now();
  // As by Ctrl-C first: what a program has in its buffers is then written, in most languages.
  process.kill(-command.pid, 'SIGINT');
  setTimeout(now, INTERRUPTED_MS).unref();
}
const INTERRUPTED_MS = 300;

/** The shell tells a signal by a status above 128. */
function statusOf(code: number | null, signal: NodeJS.Signals | null): Pick<EndEnded, 'code' | 'signal'> {
  const name = Object.entries(constants.signals).find(([, number]) => number + 128 === code)?.[0];
  return name === undefined ? { code, signal } : { code: null, signal: name };
}
