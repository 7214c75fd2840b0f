/**
 * A full room: `node bench/chat/main.mjs [PEOPLE 200] [MESSAGES/s 500] [SECONDS 10] [host|bare]`.
 *
 * Everybody is a plain TCP member in this process; the host is a process of its own: `sockbench chat --serve --headless`,
 * or `bare`, which does nothing but pass lines on (bare.mjs). Every line is checked: it must reach everybody but its
 * sender, once, and in its sender's order. The delay is from just before a line is written to when the last of them has
 * read it, so this process's own slowness counts against the host.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

const [people = 200, rate = 500, seconds = 10] = process.argv.slice(2, 5).map(Number);
const kind = process.argv[5] ?? 'host';
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const command =
  kind === 'bare'
    ? [here('bare.mjs')]
    : [here('../../dist/cli/main.js'), 'chat', '--serve', '--headless', '--port', '0', '--lang', 'en'];
const AT_ONCE = 40;

const host = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
const port = await new Promise((resolve, reject) => {
  let text = '';
  host.stdout.on('data', (chunk) => {
    text += chunk;
    const found = /port (\d+)/.exec(text);
    if (found !== null) resolve(Number(found[1]));
  });
  host.once('exit', () => reject(new Error(`the host ended: ${text}`)));
});

let problems = 0;
let received = 0;
/** When each line was written and by how many it was read; index: sender * PER_SENDER + number. */
const total = rate * seconds;
const perSender = Math.ceil(total / people);
const writtenAt = new Float64Array(people * perSender);
const readBy = new Uint16Array(people * perSender);
const delays = [];

function receive(member) {
  const next = new Int32Array(people);
  let held = '';
  return (chunk) => {
    const now = performance.now();
    const lines = (held + chunk).split('\n');
    held = lines.pop();
    for (const line of lines) {
      if (!line.startsWith('<m')) continue;
      const end = line.indexOf('>');
      const sender = Number(line.slice(2, end));
      const number = Number(line.slice(end + 2, line.indexOf(' ', end + 2)));
      if (number !== next[sender]++ || sender === member) problems++;
      const key = sender * perSender + number;
      received++;
      if (++readBy[key] === people - 1) delays.push(now - writtenAt[key]);
    }
  };
}

const members = [];
for (let i = 0; i < people; i += AT_ONCE) {
  const group = Array.from({ length: Math.min(AT_ONCE, people - i) }, async (_, j) => {
    const member = i + j;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.setEncoding('utf8');
    await once(socket, 'connect');
    socket.write(`m${member}\n`);
    await once(socket, 'data');
    socket.on('data', receive(member));
    members[member] = socket;
  });
  await Promise.all(group);
}
await new Promise((resolve) => setTimeout(resolve, 500));

const status = () => readFileSync(`/proc/${host.pid}/status`, 'utf8');
const cpu = () => {
  const fields = readFileSync(`/proc/${host.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
const filling = ' The quick brown fox jumps over the lazy dog.';
const cpuBefore = cpu();
const begun = performance.now();
let sent = 0;
await new Promise((resolve) => {
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((performance.now() - begun) / 1000) * rate));
    for (; sent < due; sent++) {
      const [sender, number] = [sent % people, Math.floor(sent / people)];
      writtenAt[sender * perSender + number] = performance.now();
      members[sender].write(`${number}${filling}\n`);
    }
    if (sent === total) {
      clearInterval(timer);
      resolve();
    }
  }, 1);
});
const took = (performance.now() - begun) / 1000;
for (const end = performance.now() + 5000; delays.length < total && performance.now() < end; )
  await new Promise((resolve) => setTimeout(resolve, 20));
const used = cpu() - cpuBefore;
const [, peak] = /VmHWM:\s+(\d+) kB/.exec(status());
host.removeAllListeners('exit');
host.kill('SIGTERM');
for (const socket of members) socket.destroy();
await once(host, 'exit');

delays.sort((a, b) => a - b);
const quantile = (share) => delays[Math.min(delays.length - 1, Math.ceil(delays.length * share) - 1)] ?? null;
console.log(
  JSON.stringify({
    host: kind,
    people,
    messagesPerSecond: Number((sent / took).toFixed(1)),
    messages: sent,
    deliveriesExpected: sent * (people - 1),
    deliveries: received,
    outOfPlace: problems,
    toLastReceiverMs: { p50: quantile(0.5), p99: quantile(0.99), max: delays.at(-1) ?? null },
    hostCpuShare: Number((used / took).toFixed(3)),
    hostPeakMiB: Number((peak / 1024).toFixed(1)),
  }),
);
