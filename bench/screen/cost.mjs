// What the screen costs: the share of one core that the process which draws a run uses, whole (merging what the generators
// report, drawing, writing), while the run goes on in a terminal of the given size (a tmux server of its own).
// Usage: npm run build && node bench/screen/cost.mjs [COLUMNSxROWS …] [--seconds N] [--run 'compare --loss 5% --delay 20ms']
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '20' },
    run: { type: 'string', default: 'compare --loss 5% --delay 20ms' },
  },
});
const sizes = positionals.length === 0 ? ['100x30', '200x50'] : positionals;
const seconds = Number(values.seconds);
/** Loading and first compilation are not what a frame costs. */
const SETTLES = 4;
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
let server;
const tmux = (...words) =>
  execFileSync('tmux', ['-L', server, '-f', '/dev/null', ...words], { encoding: 'utf8' });
const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** s of processor time so far, of all threads. */
function used(pid) {
  const columns = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(columns[11]) + Number(columns[12])) / ticks;
}

/** Of a process that may have ended meanwhile. */
function proc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1').trim();
  } catch {
    return '';
  }
}

/** The process that draws in the pane. */
function drawing() {
  const shell = tmux('display-message', '-p', '-t', 'cost', '#{pane_pid}').trim();
  const below = (pid) => {
    const children = proc(pid, `task/${pid}/children`);
    return children === '' ? [] : children.split(' ').flatMap((child) => [child, ...below(child)]);
  };
  return below(shell).find((pid) => proc(pid, 'cmdline').includes('screen-process'));
}

for (const size of sizes) {
  server = `sockbench-cost-${process.pid}-${size}`;
  const [columns, rows] = size.split('x');
  const shell = 'env -u CI LANG=C.UTF-8 bash --norc --noprofile';
  tmux('new-session', '-d', '-s', 'cost', '-x', columns, '-y', rows, shell);
  try {
    const command = `${process.execPath} ${main} ${values.run} --duration ${seconds + SETTLES + 20}s`;
    tmux('send-keys', '-t', 'cost', command, 'Enter');
    let pid;
    for (let waited = 0; pid === undefined && waited < 100; waited++) {
      await sleep(100);
      pid = drawing();
    }
    if (pid === undefined) throw new Error('no process draws');
    await sleep(SETTLES * 1000);
    const [before, began] = [used(pid), performance.now()];
    await sleep(seconds * 1000);
    const share = (100 * (used(pid) - before)) / ((performance.now() - began) / 1000);
    console.log(`${size}: ${share.toFixed(1)} % of one core, ${values.run}, node ${process.versions.node}`);
    tmux('send-keys', '-t', 'cost', 'q');
    await sleep(2000);
  } finally {
    tmux('kill-server');
  }
}
