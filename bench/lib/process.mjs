/** Running programs for a while: their output, their CPU time, the memory of the largest process. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Runs a command to its end. @returns its output; `cpu` in seconds of it and of all that it waited for */
export function run(command, args, { timeout = 60_000, env, watch } = {}) {
  return new Promise((resolve, reject) => {
    // `times` prints the user and system time of the children last.
    const shell = spawn(
      'bash',
      [
        '-c',
        'ulimit -n 1048576 2>/dev/null || ulimit -n 20000; "$@"; status=$?; times >&3; exit $status',
        '-',
        command,
        ...args,
      ],
      {
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
        env: { ...process.env, ...env },
      },
    );
    const texts = ['', '', '', ''];
    for (const fd of [1, 2, 3]) shell.stdio[fd].on('data', (chunk) => (texts[fd] += chunk));
    const timer = setTimeout(() => shell.kill('SIGKILL'), timeout);
    let memory = 0;
    const sampler = watch && setInterval(() => (memory = Math.max(memory, largest(shell.pid))), 200);
    shell.once('error', reject);
    shell.once('close', (status) => {
      clearTimeout(timer);
      clearInterval(sampler);
      resolve({ status, out: texts[1], err: texts[2], cpu: cpuOf(texts[3]), memory });
    });
  });
}

/** A server in the background; `stop` ends it. */
export async function background(command, args, { ready = 300 } = {}) {
  const child = spawn(command, args, { stdio: 'ignore' });
  child.on('error', () => {});
  await new Promise((resolve) => setTimeout(resolve, ready));
  return {
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', resolve);
        child.kill('SIGKILL');
      }),
  };
}

const seconds = (text) => {
  const match = /(\d+)m([\d.,]+)s/.exec(text);
  return match === null ? 0 : Number(match[1]) * 60 + Number(match[2].replace(',', '.'));
};

function cpuOf(times) {
  const [user, system] = (times.trim().split('\n')[1] ?? '').split(' ');
  return { user: seconds(user ?? ''), system: seconds(system ?? '') };
}

/** Largest peak of resident memory, in bytes, among a process and its descendants. */
function largest(root) {
  const parents = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      parents.set(Number(pid), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {}
  }
  const below = (pid) => pid === root || (parents.has(pid) && below(parents.get(pid)));
  let most = 0;
  for (const pid of parents.keys()) {
    if (!below(pid)) continue;
    try {
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
      most = Math.max(most, Number(peak?.[1] ?? 0) * 1024);
    } catch {}
  }
  return most;
}
