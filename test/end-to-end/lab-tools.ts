/** Runs the built command in the lab, and says why where the machine does not allow one. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunResult, TransportResult } from '../../src/result/document/schema.ts';
import { type FateRecord, NO_IMPAIRMENT } from '../../src/result/impairment.ts';
import type * as Launch from '../../src/run/lab/launch.ts';
import { ROOT } from './tmux.ts';

const { launchLab } = (await import(`${ROOT}dist/run/lab/launch.js`)) as typeof Launch;

const PATIENCE = 50_000;
export const MAIN = `${ROOT}dist/cli/main.js`;

/** Why there is no lab here; undefined where there is one. */
export const noLab: string | undefined = await launchLab({
  command: ['true'],
  impairment: { up: NO_IMPAIRMENT, down: NO_IMPAIRMENT, profile: null, seed: 0 },
  server: 'none',
  detached: true,
}).then(
  (status) => (status === 0 ? undefined : `status ${status}`),
  (error: Error) => error.message,
);
if (noLab !== undefined) console.warn(`skipped, because there is no lab here: ${noLab}`);

export function missing(tool: string): boolean {
  const absent = spawnSync('which', [tool]).status !== 0;
  if (absent) console.warn(`skipped, because ${tool} is not installed`);
  return absent;
}

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function sockbench(words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN, ...words],
      { encoding: 'utf8', timeout: PATIENCE, maxBuffer: 2 ** 27 },
      (error, stdout, stderr) =>
        resolve({
          status: error === null ? 0 : typeof error.code === 'number' ? error.code : -1,
          stdout,
          stderr,
        }),
    );
  });
}

/** Every transport of a run, with what the link says about it. */
export async function measured(words: readonly string[]): Promise<TransportResult[]> {
  const { status, stdout, stderr } = await sockbench([...words, '--json', '--packets', '--ui', 'none']);
  if (status !== 0) throw new Error(`status ${status}: ${stderr}`);
  return (JSON.parse(stdout) as RunResult).transports;
}

export function scratch(): { path: (name: string) => string; remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'sockbench-test-'));
  return {
    path: (name) => join(directory, name),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export const readFates = (file: string): FateRecord[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as FateRecord);
