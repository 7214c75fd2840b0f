/** What is attacked: a command of ours that listens, as a process of its own, and what it holds. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { descendants, MAIN } from '../end-to-end/command.ts';
import { noLab } from '../end-to-end/lab-tools.ts';

export const SUBJECTS = {
  serve: ['serve', '--port', '0', '--ui', 'text', '--handshake-timeout', '1s'],
  'serve --echo': ['serve', '--port', '0', '--ui', 'text', '--handshake-timeout', '1s', '--echo'],
  'serve --delay': ['serve', '--port', '0', '--ui', 'text', '--handshake-timeout', '1s', '--delay', '1ms'],
  chat: ['chat', '--serve', '--headless', '--port', '0', '--lan'],
  listen: ['listen', '--port', '0', '--reply', 'Got it!'],
} as const;
export type Kind = keyof typeof SUBJECTS;

/** Why it cannot be attacked here; undefined where it can. */
export const absent = (kind: Kind): string | undefined => (kind === 'serve --delay' ? noLab : undefined);

/** Of all processes of a command. */
export interface Held {
  readonly descriptors: number;
  /** MB now, and at most so far. */
  readonly memory: number;
  readonly peak: number;
}

export interface Subject {
  readonly kind: Kind;
  readonly port: number;
  readonly alive: () => boolean;
  readonly held: () => Held;
  readonly stop: () => Promise<void>;
}

const PATIENCE_MS = 20_000;

export async function startSubject(kind: Kind): Promise<Subject> {
  const child = spawn(process.execPath, [MAIN, ...SUBJECTS[kind]], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(0, 10_000);
    });
  const port = () => /port (\d+)/.exec(said)?.[1];
  for (const end = Date.now() + PATIENCE_MS; port() === undefined; ) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`${kind}: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const all = (): number[] => [child.pid!, ...descendants(child.pid!)];
  return {
    kind,
    port: Number(port()),
    alive: () => child.exitCode === null && child.signalCode === null,
    held: () => sum(all().map(heldBy)),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

function heldBy(pid: number): Held {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const megabytes = (name: string) =>
      Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
    const descriptors = readdirSync(`/proc/${pid}/fd`).length;
    return { descriptors, memory: megabytes('VmRSS'), peak: megabytes('VmHWM') };
  } catch {
    // It has ended meanwhile.
    return { descriptors: 0, memory: 0, peak: 0 };
  }
}

const sum = (all: readonly Held[]): Held => ({
  descriptors: all.reduce((sum, { descriptors }) => sum + descriptors, 0),
  memory: all.reduce((sum, { memory }) => sum + memory, 0),
  peak: all.reduce((sum, { peak }) => sum + peak, 0),
});
