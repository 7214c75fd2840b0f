// Makes ten runs and then fifty, and says as JSON what this process has of the system after each, and open files a moment later.
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { run, serve } from '../../dist/index.js';

/** Each waits more than it works. */
const AT_ONCE = 5;

const count = (what) => readdirSync(`/proc/self/${what}`).length;
const state = () => ({ files: count('fd'), threads: count('task'), maps: count('map_files') });

// Of one address, and sooner than people would come.
const server = await serve({ limits: { sessionsPerAddress: 60 } });
const target = { scheme: 'sockbench', host: '127.0.0.1', port: server.port };

async function one(transport) {
  const { ending } = await run({ transports: [transport], rate: 1000, warmup: 0, count: 2, target }).result;
  if (ending.status !== 'completed') throw new Error(JSON.stringify(ending));
}

async function made(times) {
  for (let at = 0; at < times; at += AT_ONCE)
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, next) => one((at + next) % 2 === 0 ? 'udp' : 'tcp')),
    );
  return state();
}

const before = await made(10);
const after = await made(50);
await server.stop();
// What a run closed last may take a moment to go.
for (let tries = 0; tries < 100 && state().files > before.files; tries++) await setTimeout(100);
console.log(JSON.stringify({ atOnce: AT_ONCE, before, after, files: state().files }));
process.exit();
