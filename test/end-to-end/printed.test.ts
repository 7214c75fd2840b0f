/** Every kind of output of a run: of the command in this process, but where standard output itself is meant. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/result/document/schema.ts';
import { endAll, MAIN, requireSound, scratch, start, words } from './command.ts';
import { commandHere } from './in-process.ts';

const files = scratch();
afterAll(() => {
  files.remove();
  endAll();
});

/** Answers that a busy machine brings after the last planned interval have intervals of their own. */
const PLANNED = 4;

describe('output', () => {
  it('--output saves what --json prints, and a report of it prints what the run printed', async () => {
    const file = files.path('run.json');
    const live = await commandHere(...words('udp --count 30 --ui none --output'), file);
    expect(live).toMatchObject({ status: 0, err: `Saved: ${file}\n` });
    const result = JSON.parse(readFileSync(file, 'utf8')) as RunResult;
    requireSound(result);
    expect(result.command.slice(0, 2)).toEqual(['sockbench', 'udp']);
    expect(Date.parse(result.startedAt)).not.toBeNaN();
    expect((await commandHere('report', file)).out).toBe(live.out);
    const again = await commandHere(...words('udp --count 30 --ui none --output'), file);
    expect(again).toMatchObject({ status: 2, out: '' });
    expect(again.err).toBe(
      `sockbench: ${file} already exists. Choose another name, or add --force to overwrite it.\n`,
    );
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(result);
    expect(files.names()).toEqual(['run.json']);
  });

  it('--output /dev/stdout writes there, and leaves the name as it is', async () => {
    const line = `"${process.execPath}" "${MAIN}" udp --count 5 --ui none --force --output /dev/stdout | cat`;
    const { out } = await start('sh', ['-c', line]).ended;
    requireSound(JSON.parse(out) as RunResult);
    expect(existsSync('/dev/stdout')).toBe(true);
  });

  it('--csv is one line for each interval, under a heading', async () => {
    const { status, out } = await commandHere(
      ...words('udp --rate 100 --duration 400ms --warmup 0ms --interval 100ms --csv'),
    );
    expect(status).toBe(0);
    const [heading, ...rows] = out.trim().split('\n');
    expect(heading).toContain('transport');
    expect(rows.length).toBeGreaterThanOrEqual(PLANNED);
    const columns = heading!.split(',');
    const sent = rows.map((row) => Number(row.split(',')[columns.indexOf('sent')]));
    expect(sent.reduce((all, count) => all + count)).toBe(40);
  });

  it('--json-stream begins, tells each interval, and ends with the document', async () => {
    const { status, out } = await commandHere(
      ...words('compare --rate 100 --duration 400ms --warmup 0ms --interval 100ms --json-stream'),
    );
    expect(status).toBe(0);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; transport?: string });
    expect(lines[0]!.event).toBe('start');
    for (const transport of ['tcp', 'udp'])
      expect(
        lines.filter((line) => line.event === 'interval' && line.transport === transport).length,
      ).toBeGreaterThanOrEqual(PLANNED);
    const { event, ...result } = lines.at(-1)!;
    expect(event).toBe('result');
    requireSound(result as unknown as RunResult);
  });

  it('text tells each interval on standard error, and the summary alone on standard output', async () => {
    const { status, out, err } = await commandHere(
      ...words('udp --rate 100 --duration 400ms --warmup 0ms --interval 100ms'),
    );
    expect(status).toBe(0);
    expect(err.split('\n')[0]).toMatch(/^Connecting to 127\.0\.0\.1:\d+/);
    expect(err.match(/^ +0\.\d–0\.\d s {2}UDP .*$/gm)!.length).toBeGreaterThanOrEqual(PLANNED);
    expect(out).not.toContain('Connecting');
    expect(out).toMatch(/UDP, request and answer, 100 probes\/s of 64 bytes, 1 client, for 400 ms/);
    expect(out).toMatch(/Probes sent +40\b/);
    expect(out).not.toMatch(/undefined|NaN|\[object/);
  });

  it('is Portuguese where that is asked for', async () => {
    const { status, out } = await commandHere(...words('tcp --count 10 --ui none --lang pt-BR'));
    expect(status).toBe(0);
    expect(out).toContain('TCP, pedido e resposta');
    expect(out).not.toMatch(/undefined|NaN|\[object/);
  });
});
