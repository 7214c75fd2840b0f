/** Runs that go on while something happens to them. */
import { expect } from 'vitest';
import type { RunResult } from '../../src/result/document/schema.ts';
import { requireSound, words } from './command.ts';
import { begunHere } from './in-process.ts';

const STEADY = '--rate 200 --warmup 0ms --interval 100ms';
/** For the command, which tells each interval. */
export const RUN = words(`${STEADY} --ui text --json-stream`);

/** The document at the end of `--json-stream`, whose accounting adds up. */
export function lastOf(out: string): RunResult {
  const result = JSON.parse(out.trim().split('\n').at(-1)!) as RunResult & { event?: string };
  expect(result.event).toBe('result');
  delete result.event;
  requireSound(result);
  return result;
}

/** A run in this process. @param happens once it measures */
export async function measuring(line: string, happens: () => void | Promise<void>): Promise<RunResult> {
  const run = begunHere(`${line} ${STEADY}`);
  // Leaving a loop over them would end the run.
  const events = run[Symbol.asyncIterator]();
  let next = await events.next();
  while (next.done !== true && next.value.event !== 'interval') next = await events.next();
  await happens();
  const result = JSON.parse(JSON.stringify(await run.result)) as RunResult;
  requireSound(result);
  return result;
}
