/** A class on one server, with the built command: who is there by name, and a server that ends under its guests. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClassDocument } from '../../src/result/document/classroom.ts';
import { documentOf, endAll, serving, sockbench } from './command.ts';
import { commandHere } from './in-process.ts';

const EVIL = 'Bia\u001b[2J';
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sockbench-class-'));
});
afterAll(() => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});

describe('a class on one server', () => {
  it('leaves its result, and a server that ends is nobody’s loss', async () => {
    const [file, page] = [join(folder, 'class.json'), join(folder, 'class.html')];
    const server = await serving('--output', file, '--html', page);
    const { target } = server;
    const short = ['--count', '20', '--warmup', '0s', '--ui', 'none'];
    expect((await commandHere('compare', target, '--name', 'Ana', ...short)).status).toBe(0);

    const long = sockbench([
      'compare',
      target,
      '--name',
      EVIL,
      '--warmup',
      '0s',
      '--interval',
      '200ms',
      '--json-stream',
    ]);
    await long.until(/"event":"interval"/);
    server.child.kill('SIGINT');
    const { status, out } = await server.ended;
    expect(status).toBe(0);
    const { out: lines, ...ended } = await long.ended;
    const result = documentOf({ ...ended, out: lines.trim().split('\n').at(-1)! }, 130);
    expect(result.ending).toMatchObject({ status: 'interrupted', code: 'server-ended' });
    for (const { probes } of result.transports) expect(probes).toMatchObject({ lost: 0, late: 0 });

    const { guests } = JSON.parse(readFileSync(file, 'utf8')) as ClassDocument;
    expect(guests.map(({ name }) => name)).toEqual(['Ana', EVIL]);
    const [ana, bia] = guests.map(({ transports }) => transports);
    expect(ana).toHaveLength(2);
    for (const one of ana!) expect(one).toMatchObject({ sent: 20, answered: 20, lost: 0, end: 'done' });
    for (const { p50, p99 } of ana!) expect(p99).toBeGreaterThanOrEqual(p50!);
    for (const one of bia!) expect(one.end).toBe('stopped');
    expect(out).toContain('TCP lost 0');
    expect(out).not.toContain('\u001b');
    expect(readFileSync(page, 'utf8')).toContain('<th scope="row">Ana</th>');
    const again = await commandHere('report', file, '--lang', 'pt-BR');
    expect(again).toMatchObject({ status: 0, out: expect.stringContaining('TCP: perdeu 0') });
  });
});
