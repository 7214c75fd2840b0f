/** The built command as a child process: its output, its exit status, and what it leaves behind. */
import {
  type ChildProcessWithoutNullStreams,
  type SpawnOptionsWithoutStdio,
  spawn,
} from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { RunResult, TransportResult } from '../../src/result/document/schema.ts';
import { violations } from '../result/json-schema.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const MAIN = join(ROOT, 'dist/cli/main.js');
const SCHEMA = JSON.parse(readFileSync(join(ROOT, 'dist/result/sockbench.result.1.json'), 'utf8')) as object;
const PATIENCE_MS = 40_000;

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  readonly pid: number;
  readonly out: () => string;
  readonly err: () => string;
  /** Waits until standard output or standard error shows it. @throws with both where it ends first */
  readonly until: (shown: RegExp) => Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
}

const running = new Set<ChildProcessWithoutNullStreams>();

/** Ends what a test left running. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}

export function start(
  program: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio = {},
): Started {
  const env = {
    ...process.env,
    LC_ALL: 'C.UTF-8',
    SOCKBENCH_KEY: '',
    NODE_OPTIONS: '',
    SOCKBENCH_STARTED_AS: 'sockbench',
    ...options.env,
  };
  const child = spawn(program, args, { ...options, env });
  running.add(child);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close').then(([status, signal]): Ended => {
    running.delete(child);
    return { status: status as number | null, signal: signal as NodeJS.Signals | null, out, err };
  });
  const until = async (shown: RegExp): Promise<RegExpExecArray> => {
    for (const end = Date.now() + PATIENCE_MS; ; ) {
      const found = shown.exec(out) ?? shown.exec(err);
      if (found !== null) return found;
      if (child.exitCode !== null || Date.now() > end)
        throw new Error(`never said ${String(shown)}:\n${out}\n${err}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { child, pid: child.pid!, out: () => out, err: () => err, until, ended };
}

export const sockbench = (args: readonly string[], options?: SpawnOptionsWithoutStdio): Started =>
  start(process.execPath, [MAIN, ...args], options);

/** Runs to the end. */
export const run = (...args: string[]): Promise<Ended> => sockbench(args).ended;

/** A line of a shell's words, without quoting. */
export const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');

export interface Serving extends Started {
  readonly port: number;
  readonly target: string;
}

export async function serving(...args: string[]): Promise<Serving> {
  const server = sockbench(['serve', '--port', '0', '--ui', 'text', ...args]);
  const [, port] = await server.until(/on port (\d+)/);
  await server.until(/Ctrl-C/);
  return { ...server, port: Number(port), target: `127.0.0.1:${port}` };
}

/** Of a run with `--json`: valid by the published schema, and with an accounting that adds up. */
export function documentOf(
  { status, out, err }: Pick<Ended, 'status' | 'out' | 'err'>,
  expected: number,
): RunResult {
  expect({ status, err }, out.slice(0, 2000)).toMatchObject({ status: expected });
  const result = JSON.parse(out) as RunResult;
  requireSound(result);
  return result;
}

/** Valid by the published JSON Schema, and every count adds up (design, "The accounting"). */
export function requireSound(result: RunResult): void {
  expect(violations(SCHEMA as Record<string, unknown>, JSON.parse(JSON.stringify(result)))).toEqual([]);
  for (const transport of result.transports) requireAccounts(transport);
}

function requireAccounts(result: TransportResult): void {
  const { mode, probes, loss, intervals, transport, flows, warmup, quality } = result;
  const { up, down } = loss;
  // No server of ours tells what cannot be.
  expect(quality.warnings.map(({ code }) => code)).not.toContain('ledger-contradicts');
  if (probes !== null) {
    const { sent, received, lost, due, unsent } = probes;
    expect(sent).toBe(received! + lost! + (probes.late ?? 0) + (probes.open ?? 0));
    if (due != null && unsent != null) expect(due).toBe(sent + unsent.refused! + unsent.skipped!);
    if (mode === 'echo' && flows !== null) expect(flows.reduce((all, flow) => all + flow.sent, 0)).toBe(sent);
    if (mode === 'echo' || mode === 'connect') {
      expect(intervals.reduce((all, row) => all + row.sent!, 0)).toBe(sent);
      if (up !== null && down !== null) {
        expect(up.sent).toBe(sent);
        expect(up.received).toBe(down.sent);
        expect(down.received).toBe(received! + (probes.late ?? 0));
        expect(up.lost! + down.lost!).toBe(lost);
      }
    }
  }
  for (const direction of [up, down]) {
    if (direction?.lost == null) continue;
    expect(direction.sent! - direction.received!).toBe(direction.lost);
    if (direction.causes === null) continue;
    const { receiverBuffer, notAnswered, network, unknown } = direction.causes;
    expect((receiverBuffer ?? 0) + (notAnswered ?? 0) + (network ?? 0) + (unknown ?? 0)).toBe(direction.lost);
  }
  if (transport === 'tcp')
    expect([probes?.duplicates ?? null, probes?.reordered ?? null]).toEqual([null, null]);
  if (warmup !== null) expect(warmup.sent).toBe(warmup.received + warmup.lost + (warmup.late ?? 0));
}

/** Its words with spaces between them; empty where it has ended. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Processes whose command line holds the word, without zombies. */
export const processesWith = (word: string): string[] =>
  readdirSync('/proc').filter(
    (entry) =>
      /^\d+$/.test(entry) && Number(entry) !== process.pid && commandLine(Number(entry)).includes(word),
  );

/** Of this process and its children, all generations. */
export function descendants(pid: number): number[] {
  const children: number[] = [];
  for (const task of list(`/proc/${pid}/task`)) {
    try {
      const text = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8');
      children.push(...text.split(' ').filter(Boolean).map(Number));
    } catch {
      // It ended meanwhile.
    }
  }
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export const descendantsWith = (pid: number, word: string): number[] =>
  descendants(pid).filter((one) => commandLine(one).includes(word));

export function alive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

export async function allGone(pids: readonly number[]): Promise<void> {
  await expect.poll(() => pids.filter(alive), { timeout: 20_000, interval: 50 }).toEqual([]);
}

export interface Scratch {
  readonly path: (name: string) => string;
  readonly names: () => string[];
  readonly remove: () => void;
}

export function scratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'sockbench-end-'));
  return {
    path: (name) => join(folder, name),
    names: () => readdirSync(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
