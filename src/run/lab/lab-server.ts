/** What serves on the far side of the link: sockbench's own server, or a command of the person's. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SockbenchError } from '../../errors.ts';
import { longestRoundTrip } from '../../link/path-time.ts';
import type { ServerEvent } from '../../result/events/server-events.ts';
import { failureOf } from '../thread-failure.ts';
import { listenersHere } from './listening.ts';
import type { LabOrder } from './orders.ts';
import type { FromLabServer, ToLabServer } from './server-process.ts';
import { serverVariables, withServer } from './server-word.ts';

/** How long a command may take until a socket of it listens (some compile first); after that the lab goes on, for it may serve without one. */
const LISTENING_MS = 10_000;

/** Nobody, where the order says so. */
export interface LabServer {
  readonly child: ChildProcess | undefined;
  /** It listens, or may be taken to. @throws SockbenchError `server-start`, `lab-command` */
  readonly ready: Promise<void>;
}

type OwnServer = LabServer & { readonly child: ChildProcess };

/**
 * The process of our own server, which loads while the link is built: in the network namespace of the calling thread, in
 * a session of its own, for Ctrl-C on the terminal is the client's business. undefined where somebody else serves.
 */
export function forkLabServer(
  { server }: LabOrder,
  emit: (event: ServerEvent) => void,
): OwnServer | undefined {
  if (server !== 'own') return undefined;
  const entry = fileURLToPath(new URL('./server-process.js', import.meta.url));
  const child = fork(entry, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], detached: true });
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (reason: string) => reject(failureOf('server-start', 'start', { reason }));
    child.once('exit', (code, signal) => fail(`its process ended (${signal ?? `status ${code}`}).`));
    child.once('error', (error) => fail(error.message));
    child.on('message', (message: FromLabServer) => {
      if ('event' in message) emit(message.event);
      else if ('failed' in message) fail(message.failed);
      else resolve();
    });
  });
  // It may fail before anybody awaits it.
  ready.catch(() => {});
  return { child, ready };
}

/** @param own as it was forked; it is asked to listen now that the addresses are there */
export function startLabServer(
  own: OwnServer | undefined,
  order: LabOrder,
  addresses: readonly string[],
  port: number,
  controlPath: string,
): LabServer {
  const { server, engine, guests, sessions, early } = order;
  if (server !== 'own' && server !== 'none') return startCommand(server, addresses[0]!);
  if (own === undefined) return { child: undefined, ready: Promise.resolve() };
  const roundTrip = longestRoundTrip(order.impairment);
  const asked: ToLabServer = { addresses, port, engine, controlPath, guests, sessions, early, roundTrip };
  // Where it has ended already, `ready` says so.
  own.child.send(asked, () => {});
  return own;
}

/** @param words with the address in place of SERVER */
function startCommand(words: readonly string[], host: string): LabServer {
  const [program, ...rest] = words.map((word) => withServer(word, host));
  // Its output goes to standard error: standard output belongs to the client's command.
  const child = spawn(program!, rest, {
    stdio: ['ignore', 2, 2],
    detached: true,
    env: { ...process.env, ...serverVariables(host) },
  });
  return { child, ready: listening(child, program!) };
}

async function listening(child: ChildProcess, program: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) =>
      reject(new SockbenchError('lab-command', 'start', { command: program, reason: cause.message }, cause)),
    );
  });
  for (let waited = 0; waited < LISTENING_MS && child.exitCode === null; waited += 20) {
    if (listenersHere().length > 0) break;
    await sleep(20);
  }
}
