/** Runs over loopback of which one end is stopped (SIGSTOP) for 70 ms of every 110. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const STOPPED_MS = 70;
const RUNS_MS = 40;

/** Stops a process again and again. @returns what ends that, and lets it run */
function stopping(pid) {
  let timer;
  const stop = () => {
    process.kill(pid, 'SIGSTOP');
    timer = setTimeout(go, STOPPED_MS);
  };
  const go = () => {
    process.kill(pid, 'SIGCONT');
    timer = setTimeout(stop, RUNS_MS);
  };
  timer = setTimeout(stop, RUNS_MS);
  return () => {
    clearTimeout(timer);
    try {
      process.kill(pid, 'SIGCONT');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
}

const started = (main, words) =>
  spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });

async function textOf(child) {
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  await once(child, 'close');
  return text;
}

/**
 * @param words of the run @param who `server`, `generator`, or null: nobody is stopped
 * @returns the result's only transport
 */
export async function stoppedRun(main, words, who) {
  const server = started(main, ['serve', '--port', '0', '--json-stream']);
  let goOn = () => {};
  try {
    const [first] = await once(server.stdout.setEncoding('utf8'), 'data');
    server.stdout.resume();
    const { port } = JSON.parse(first.split('\n')[0]);
    const run = started(main, [...words, `127.0.0.1:${port}`, '--json', '--ui', 'none']);
    if (who !== null) goOn = stopping((who === 'server' ? server : run).pid);
    const text = await textOf(run);
    goOn();
    const { ending, transports } = JSON.parse(text);
    if (ending.status !== 'completed') throw new Error(`${ending.code}: ${ending.message}`);
    return transports[0];
  } finally {
    goOn();
    server.kill('SIGTERM');
  }
}
