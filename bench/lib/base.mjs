/** Another revision of sockbench, built in a folder of its own with the packages of this one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function baseBuild(root, revision) {
  const folder = join(mkdtempSync(join(tmpdir(), 'sockbench-base-')), 'tree');
  execFileSync('git', ['-C', root, 'worktree', 'add', '--detach', folder, revision], { stdio: 'ignore' });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  execFileSync(process.execPath, [join(folder, 'tools/build.mjs')], { stdio: 'inherit' });
  return {
    root: folder,
    remove() {
      execFileSync('git', ['-C', root, 'worktree', 'remove', '--force', folder], { stdio: 'ignore' });
      rmSync(join(folder, '..'), { recursive: true, force: true });
    },
  };
}
