/** What serves on the far side of the link: sockbench's own server, or a command of the person's. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SockbenchError } from '../../errors.ts';
import type { ServerEvent } from '../../result/server-events.ts';
import { failureOf } from '../thread-failure.ts';
import type { LabOrder } from './orders.ts';
import type { FromLabServer, ToLabServer } from './server-process.ts';

/** How long a command may take until a socket of it listens; after that the lab goes on, for it may serve without one. */
const LISTENING_MS = 3000;

/**
 * Starts it in the network namespace of the calling thread, in a session of its own: Ctrl-C on the terminal is the
 * client's business.
 * @throws SockbenchError `server-start`, `lab-command`
 */
export async function startLabServer(
  order: LabOrder,
  addresses: readonly string[],
  port: number,
  controlPath: string,
  emit: (event: ServerEvent) => void,
): Promise<ChildProcess | undefined> {
  const { server, engine, guests } = order;
  if (server === 'none') return undefined;
  if (server !== 'own') return startCommand(server);
  const entry = fileURLToPath(new URL('./server-process.js', import.meta.url));
  const child = fork(entry, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], detached: true });
  child.send({ addresses, port, engine, controlPath, guests } satisfies ToLabServer);
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string) => reject(failureOf('server-start', 'start', { reason }));
    child.once('exit', (code, signal) => fail(`its process ended (${signal ?? `status ${code}`}).`));
    child.once('error', (error) => fail(error.message));
    child.on('message', (message: FromLabServer) => {
      if ('event' in message) emit(message.event);
      else if ('failed' in message) fail(message.failed);
      else resolve();
    });
  });
  return child;
}

async function startCommand(words: readonly string[]): Promise<ChildProcess> {
  // Its output goes to standard error: standard output belongs to the client's command.
  const child = spawn(words[0]!, words.slice(1), { stdio: ['ignore', 2, 2], detached: true });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) =>
      reject(
        new SockbenchError('lab-command', 'start', { command: words[0]!, reason: cause.message }, cause),
      ),
    );
  });
  for (let waited = 0; waited < LISTENING_MS && child.exitCode === null; waited += 20) {
    if (someoneListens()) break;
    await sleep(20);
  }
  return child;
}

/** Whether a TCP socket listens, or a UDP socket is bound, in this thread's network namespace. */
function someoneListens(): boolean {
  return ['tcp', 'tcp6', 'udp', 'udp6'].some((name) => {
    try {
      const lines = readFileSync(`/proc/thread-self/net/${name}`, 'latin1').split('\n').slice(1);
      // Columns: slot, local, remote, state; 0A listens (TCP), 07 is bound (UDP).
      return lines.some((line) => /^(0A|07)$/.test(line.trim().split(/\s+/)[3] ?? ''));
    } catch {
      return false;
    }
  });
}
