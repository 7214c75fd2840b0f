/** `--repeat`: runs in turn, one document of them, and what `report` makes of it. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { afterAll, describe, expect, it } from 'vitest';
import { type RepeatDocument, RepeatDocumentSchema } from '../../src/result/document/repeat.ts';
import { MAIN, requireSound, run, scratch, sockbench, words } from './command.ts';
import { commandHere } from './in-process.ts';
import { noLab, readFates } from './lab-tools.ts';

const files = scratch();
afterAll(() => files.remove());
const RUN = words('udp --count 20 --rate 500 --ui none');

describe('--repeat', () => {
  it('is a table, a saved series of whole runs, and a group for report', async () => {
    const file = files.path('series.json');
    const { status, out } = await commandHere(
      ...RUN,
      '--repeat',
      '2',
      '--assert',
      'loss<50%',
      '--output',
      file,
    );
    expect(status).toBe(0);
    expect(out).toMatch(/^UDP, request and answer, 2 runs in turn\n/);
    expect(out).toMatch(/UDP latency p50 +\S+ .*\n/);
    expect(out).toContain('✔ loss<50%: holds (median 0 %)');
    const document = JSON.parse(readFileSync(file, 'utf8')) as RepeatDocument;
    expect(v.is(RepeatDocumentSchema, document)).toBe(true);
    expect(document).toMatchObject({ planned: 2, made: 2, ending: { status: 'completed' } });
    for (const one of document.runs) requireSound(one);
    expect(document.runs[0]!.spec.seed).not.toBe(document.runs[1]!.spec.seed);
    const again = await commandHere('report', file, '--assert', 'p50<1ns');
    expect(again).toMatchObject({ status: 3 });
    const compared = await commandHere('report', file, '--', file);
    expect(compared.out).toContain('Before: 2 runs. After: 2 runs.');
  });

  it('keeps what was made when it is interrupted, and says what is missing', async () => {
    const file = files.path('stopped.json');
    const started = sockbench(words('udp --count 20 --rate 500 --ui text --repeat 9 --output').concat(file));
    await started.until(/Run 2 of 9/);
    started.child.kill('SIGINT');
    const { status, out } = await started.ended;
    expect(status).toBe(130);
    const document = JSON.parse(readFileSync(file, 'utf8')) as RepeatDocument;
    expect(document).toMatchObject({ planned: 9, ending: { status: 'interrupted' } });
    expect(document.made).toBe(document.runs.length);
    expect(out).toContain(`${9 - document.made} runs of 9 missing`);
  });

  it.skipIf(noLab !== undefined)(
    'goes over the link of the lab that it is in, whose fates are its losses',
    async () => {
      const fates = files.path('fates.jsonl');
      const inside = `${process.execPath} ${MAIN} udp SERVER --count 20 --rate 400 --repeat 2 --json --ui none`;
      const lab = ['lab', '--loss', '20%', '--seed', '4', '--fates', fates, '--', ...words(inside)];
      const { status, out } = await run(...lab);
      expect(status).toBe(0);
      const { runs } = JSON.parse(out) as RepeatDocument;
      const lost = runs.reduce((all, { transports }) => all + transports[0]!.probes!.lost!, 0);
      const probes = readFates(fates).filter(({ probe }) => probe !== undefined);
      expect(lost).toBeGreaterThan(0);
      expect(lost).toBe(probes.filter(({ fate }) => fate !== 'delivered').length);
    },
  );

  it('refuses what is of one run alone', async () => {
    const { status, err } = await commandHere(...RUN, '--repeat', '2', '--csv');
    expect(status).toBe(2);
    expect(err).toContain('--csv');
  });
});
