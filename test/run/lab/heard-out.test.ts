/** What a child said last is heard, though its end is told first. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { heardOut } from '../../../src/run/lab/heard-out.ts';

it('waits for the last words of a process that has ended', async () => {
  const script = join(tmpdir(), `sockbench-words-${process.pid}.mjs`);
  writeFileSync(script, "for (let i = 0; i < 500; i++) process.send({ i, text: 'x'.repeat(2000) });");
  const child = fork(script, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
  const heard: number[] = [];
  child.on('message', ({ i }: { i: number }) => heard.push(i));
  await once(child, 'exit');
  await heardOut(child);
  expect(heard).toHaveLength(500);
  await expect(heardOut(child)).resolves.toBeUndefined();
});
