/** What the figures were measured on: nothing that names the machine or its owner. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

export function hostOf(root) {
  const git = (...args) => {
    try {
      return execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
    } catch {
      return null;
    }
  };
  return {
    startedAt: new Date().toISOString(),
    system: `${type()} ${release().split('-')[0]}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memory: totalmem(),
    node: process.version,
    load: loadavg()[0],
    revision: git('rev-parse', '--short', 'HEAD'),
    clean: git('status', '--porcelain', '--', 'src') === '',
  };
}
