// `npm run soak [-- --minutes 10]`: a server and a chat room that are used, abused and left alone again, all the time, beside
// an honest run that never ends. After each turn the open files must be as many as before; at the end, memory must be
// within 5 % of what it was after the first minute, and the honest run must have lost nothing.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Run } from '../dist/run/client/run.js';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const HOST = '127.0.0.1';
/** ms that a turn's leftovers have to go: a client that vanished is noticed within seconds. */
const PATIENCE = 20_000;
const MOST_GROWTH = 0.05;

const SPEC = {
  target: null,
  mode: 'echo',
  clients: 2,
  rate: 500,
  arrivals: 'periodic',
  size: null,
  duration: 200e6,
  count: null,
  warmup: 0,
  lossThreshold: 1e9,
  interval: 1e9,
  threads: 1,
  engine: 'auto',
  busyPoll: false,
  bind: null,
  family: 0,
  dscp: null,
  sendBuffer: null,
  receiveBuffer: null,
  nagle: false,
  congestionControl: null,
  impairment: null,
  seed: 1,
  perFlow: false,
  together: null,
  ownNetwork: false,
  asserts: [],
};

/** A command of ours that goes on until it is told to end. */
async function started(words, ready) {
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const heard = (text) => {
    said += said.length < 10_000 ? text : '';
  };
  child.stdout.setEncoding('utf8').on('data', heard);
  child.stderr.setEncoding('utf8').on('data', heard);
  for (let waited = 0; !ready.test(said); waited += 20) {
    if (child.exitCode !== null || waited > PATIENCE) throw new Error(`${words.join(' ')}: ${said}`);
    await sleep(20);
  }
  const stop = async () => {
    if (child.exitCode !== null) return;
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
  };
  return { pid: child.pid, port: Number(ready.exec(said)[1]), stop };
}

async function measure(port, spec, leave = false) {
  const target = { scheme: 'sockbench', host: HOST, port };
  const options = { version: 'soak', command: [], screen: false, key: null, lab: undefined };
  const run = new Run({ ...SPEC, target, ...spec }, options);
  let result;
  for await (const event of run.start()) {
    if (event.event === 'result') result = event.result;
    // Twice: nothing is waited for.
    if (leave && event.event === 'start') setTimeout(() => [run.stop(), run.stop()], 100);
  }
  return result;
}

const caller = (port) => {
  const socket = connect(port, HOST);
  socket.on('error', () => {});
  socket.resume();
  return socket;
};

/** Strangers: silence, junk, half a frame, datagrams without a token. */
async function strangers(port) {
  const callers = Array.from({ length: 20 }, () => caller(port));
  for (const socket of callers.slice(5, 10)) socket.write('GET / HTTP/1.1\r\n\r\n');
  for (const socket of callers.slice(10, 15)) socket.write(Buffer.from('5343010000ffffff', 'hex'));
  const datagrams = createSocket('udp4');
  for (let i = 0; i < 50; i++) datagrams.send(Buffer.alloc(64, i), port, HOST);
  await sleep(200);
  for (const socket of callers) socket.destroy();
  datagrams.close();
}

/** People who come, talk, say what will not do, and go in every way there is. */
async function visitors(port, turn) {
  const people = Array.from({ length: 6 }, (_, i) => {
    const socket = caller(port);
    socket.write(`Visitor-${turn % 100}-${i}\n`);
    return socket;
  });
  await sleep(100);
  for (const [i, socket] of people.entries())
    socket.write(i === 5 ? Buffer.alloc(5000, 0x61) : `turn ${turn}\n/who\n\xff\n`);
  await sleep(100);
  people[0].end('/quit\n');
  people[1].end();
  people[2].resetAndDestroy();
  for (const socket of people.slice(3)) socket.destroy();
}

const files = (pid) => readdirSync(`/proc/${pid}/fd`).length;
const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/**
 * @param seconds in all; `settle` of them do not count, because caches fill and code is compiled
 * @param turns at least, however long a busy machine takes for them
 * @param growth of memory that is allowed, as a share
 * @returns what was found; throws where something was left behind or lost
 */
export async function soak({ seconds, settle, turns = 0, growth = MOST_GROWTH, log = () => {} }) {
  const server = await started(
    ['serve', '--port', '0', '--json-stream', '--handshake-timeout', '2s'],
    /"port":(\d+)/,
  );
  const room = await started(['chat', '--serve', '--headless', '--port', '0'], /port (\d+)/).catch(
    async (error) => {
      await server.stop();
      throw error;
    },
  );
  const watched = { server: server.pid, room: room.pid };
  const samples = { server: [], room: [] };
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;
  try {
    const honest = measure(server.port, { transports: ['udp'], rate: 200, duration: (seconds + 3) * 1e9 });
    const member = caller(room.port);
    member.write('Regular\n');
    const baseline = {};
    let turn = 0;
    for (; elapsed() < seconds || turn < turns; turn++) {
      const engine = turn % 2 === 0 ? 'linux' : 'portable';
      await Promise.all([
        measure(server.port, { transports: ['udp'], engine }),
        measure(server.port, { transports: ['tcp'], engine, rate: null }),
        measure(server.port, { transports: ['udp'], engine, mode: 'both', rate: 1000 }),
        measure(server.port, { transports: ['tcp'], engine, duration: 5e9 }, true),
        strangers(server.port),
        visitors(room.port, turn),
      ]);
      member.write(`${turn}\n`);
      for (const [name, pid] of Object.entries(watched)) {
        // The first turns open what is kept: a thread in reserve, sockets of each address.
        if (turn === 3) baseline[name] = files(pid);
        for (let waited = 0; turn > 3 && files(pid) > baseline[name]; waited += 50) {
          if (waited > PATIENCE)
            throw new Error(`${name}: ${files(pid)} open files, ${baseline[name]} before`);
          await sleep(50);
        }
        samples[name].push({ at: elapsed(), files: files(pid), memory: memory(pid) });
      }
      if (turn % 20 === 0)
        log(JSON.stringify({ turn, server: samples.server.at(-1), room: samples.room.at(-1) }));
    }
    member.destroy();
    const { ending, transports } = await honest;
    if (ending.status !== 'completed' || transports[0].probes.lost > 0)
      throw new Error(`the honest run: ${JSON.stringify({ ending, probes: transports[0]?.probes })}`);
    return { turns: turn, honest: transports[0].probes, ...judged(samples, settle, growth) };
  } finally {
    await Promise.all([server.stop(), room.stop()]);
  }
}

/** The median after settling (a fifth of the rest) against that of the end. */
function judged(samples, settle, growth) {
  const found = {};
  for (const [name, all] of Object.entries(samples)) {
    const settled = all.filter(({ at }) => at >= settle);
    const part = Math.max(1, Math.floor(settled.length / 5));
    const [before, after] = [settled.slice(0, part), settled.slice(-part)].map((some) => ({
      files: median(some.map((one) => one.files)),
      memory: median(some.map((one) => one.memory)),
    }));
    found[name] = { before, after };
    if (after.files > before.files)
      throw new Error(`${name}: open files grew: ${JSON.stringify(found[name])}`);
    if (after.memory > before.memory * (1 + growth))
      throw new Error(`${name}: memory grew: ${JSON.stringify(found[name])}`);
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
  const seconds = Number(values.minutes) * 60;
  console.log(
    JSON.stringify(await soak({ seconds, settle: Math.min(60, seconds / 3), log: console.error }), null, 2),
  );
}
