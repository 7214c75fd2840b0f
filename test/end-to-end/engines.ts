/** Whether the linux engine can be used here: asked of the built command itself. */
import { spawnSync } from 'node:child_process';
import type { RunResult } from '../../src/result/document/schema.ts';
import { MAIN } from './command.ts';

/** Why not; undefined where it can. */
export const noFfi: string | undefined = (() => {
  const { stdout } = spawnSync(process.execPath, [MAIN, 'udp', '--count', '1', '--json', '--ui', 'none'], {
    encoding: 'utf8',
  });
  const { engine, engineReason } = (JSON.parse(stdout) as RunResult).effective!;
  return engine === 'linux' ? undefined : engineReason;
})();
if (noFfi !== undefined) console.warn(`skipped: the linux engine, because ${noFfi}`);
