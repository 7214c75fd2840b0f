// `npm run attack [-- --texts N] [--seed N]`: the attack suites in full: what a bounded share of is in every `npm test`.
// Rooms, servers and relays under attack; screens in a real terminal; files that others planted; results that are valid and
// absurd. Some minutes; needs `npm run build` before, and root for the parts with two users.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    texts: { type: 'string', default: '40000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const SUITES = [
  'test/run/server/attacks',
  'test/run/chat',
  'test/run/files',
  'test/end-to-end/right-edge',
  'test/end-to-end/outputs',
  'test/end-to-end/any-terminal',
  'test/end-to-end/stopped',
  'test/present/extremes',
  'test/present/hostile',
  'test/fuzz',
];
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
console.log(`${values.texts} texts, seed ${values.seed}`);
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  'tools/vitest.config.ts',
  '--testTimeout',
  '1800000',
];
const { status } = spawnSync(process.execPath, [...vitest, ...SUITES], {
  stdio: 'inherit',
  env: { ...process.env, SOCKBENCH_ATTACK_TEXTS: values.texts, SOCKBENCH_ATTACK_SEED: values.seed },
});
process.exit(status ?? 1);
