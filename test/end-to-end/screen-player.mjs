// Shows a run that never ends on the built dashboard: for tests of how a screen is left. `crash` throws, `finish` ends.
import { startDashboard } from '../../dist/present/live/index.js';
import { wordsFor } from '../../dist/words/index.js';

const [what, port = '0'] = process.argv.slice(2);
const spec = {
  transports: ['udp'],
  target: { scheme: 'echo', host: '127.0.0.1', port: Number(port) },
  mode: 'echo',
  clients: 1,
  rate: 100,
  size: 64,
  duration: 10e9,
  impairment: null,
};
const keepsAlive = setInterval(() => {}, 1000);
const screen = startDashboard({
  spec,
  words: wordsFor('en'),
  language: 'en',
  stdout: process.stdout,
  stdin: process.stdin,
  env: process.env,
  control: { stop: () => screen.close() },
});
if (what === 'planned') process.on('SIGTERM', () => {});
if (what === 'crash')
  setTimeout(() => {
    throw new Error('crashed on purpose');
  }, 1500);
if (what === 'exit') setTimeout(() => process.exit(7), 1500);
await screen.ended;
clearInterval(keepsAlive);
console.log('summary');
