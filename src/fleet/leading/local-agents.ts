/** Agents on this machine, each a child process: its own core, its own memory, its own end. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SockbenchError } from '../../errors.ts';
import { withoutKey } from '../../run/without-key.ts';
import { freshId } from '../agent/station.ts';
import type { MemoryHub } from '../bus/memory.ts';
import { connectChild } from '../bus/pipe.ts';

export interface ToAgentProcess {
  readonly id: string;
  readonly name: string;
  readonly fleet: string;
  readonly key: Uint8Array | null;
}

export interface LocalAgents {
  /** Ends them; resolves when they are gone. */
  stop(): Promise<void>;
}

/** From the end of the channel to SIGKILL. */
const STOP_MS = 2000;

/** agent-01 … agent-16: in this order by name. */
const nameOf = (at: number, count: number): string =>
  `agent-${String(at + 1).padStart(String(count).length, '0')}`;

/**
 * @param gone told where one ends by itself, by its id
 * @throws SockbenchError `agent-start`
 */
export async function startAgents(
  hub: MemoryHub,
  count: number,
  { fleet, key }: Pick<ToAgentProcess, 'fleet' | 'key'>,
  gone: (id: string) => void,
): Promise<LocalAgents> {
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => void (await Promise.all(children.map(ended)));
  try {
    for (let at = 0; at < count; at++) {
      const id = freshId();
      const child = startOne({ id, name: nameOf(at, count), fleet, key });
      children.push(child);
      connectChild(hub, child);
      child.once('exit', () => gone(id));
    }
    await Promise.all(children.map(spawned));
  } catch (cause) {
    await stop();
    throw new SockbenchError('agent-start', 'start', { reason: (cause as Error).message }, cause);
  }
  return { stop };
}

function startOne(told: ToAgentProcess): ChildProcess {
  // Tests that run from source find the process in the build.
  const entry = new URL('../agent/agent-process.js', import.meta.url).href.replace(
    '/src/fleet/',
    '/dist/fleet/',
  );
  const child = fork(fileURLToPath(entry), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
    serialization: 'advanced',
    env: withoutKey(process.env),
  });
  child.on('error', () => {});
  child.send(told);
  return child;
}

const spawned = (child: ChildProcess): Promise<void> =>
  child.pid === undefined ? new Promise((_, reject) => child.once('error', reject)) : Promise.resolve();

function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    if (child.connected) child.disconnect();
    else child.kill('SIGTERM');
  });
}
