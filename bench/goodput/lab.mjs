/** One stream over the lab: what sockbench says arrived, and what the link's own file of fates says it carried. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/process.mjs';
import { carriedIn, segmentsOf } from './carried.mjs';

const WARMUP = 1e9;

export async function overLab(root, seconds, { bandwidth, mode, engine, congestion, loss }) {
  const main = `${root}/dist/cli/main.js`;
  const folder = mkdtempSync(join(tmpdir(), 'sockbench-fates-'));
  const fates = join(folder, 'fates.jsonl');
  const link = ['--bandwidth', bandwidth, '--loss', loss, '--fates', fates];
  const work = [
    'tcp',
    '--mode',
    mode,
    '--engine',
    engine,
    '--duration',
    `${seconds}s`,
    '--json',
    '--ui',
    'none',
  ];
  const control = congestion === null ? [] : ['--congestion', congestion];
  try {
    const { out, err, status } = await run(process.execPath, [
      main,
      'lab',
      ...link,
      '--',
      process.execPath,
      main,
      ...work,
      ...control,
    ]);
    if (status !== 0) throw new Error(err.slice(0, 300));
    const [transport] = JSON.parse(out).transports;
    const carried = carriedIn(await segmentsOf(fates, mode), WARMUP, seconds * 1e9);
    return { told: transport.goodput[mode], carried, lost: transport.loss[mode].lost };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
