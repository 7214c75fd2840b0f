import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { whenThere } from '../../../src/run/lab/link/appears.ts';

it('a socket that is still to come is waited for; in a folder that goes, it will not come', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sockbench-appears-'));
  const path = join(folder, 'link.sock');
  let came = false;
  const waiting = whenThere(path).then(() => {
    came = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(came).toBe(false);
  writeFileSync(path, '');
  await waiting;
  rmSync(path);
  const hopeless = whenThere(path);
  rmSync(folder, { recursive: true });
  await expect(hopeless).rejects.toThrow('the link process ended');
});
