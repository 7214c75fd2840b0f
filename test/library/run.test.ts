/** Runs as a program asks for them: ends, errors, and what stays behind. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type * as Library from '../../src/index.ts';
import { specOf } from '../../src/library/spec.ts';
import { noLab } from '../end-to-end/lab-tools.ts';

// Threads and processes start from built files.
const { lab, NO_IMPAIRMENT, run, serve } = (await import(
  new URL('../../dist/index.js', import.meta.url).href
)) as typeof Library;

const SHORT = { transports: ['udp' as const], rate: 1000, duration: 50e6, warmup: 0 };
const LINK = { up: { ...NO_IMPAIRMENT, loss: 0.2 }, down: NO_IMPAIRMENT, profile: null, seed: 3 };

/** What a process has of the system. */
interface Held {
  readonly files: number;
  readonly threads: number;
  readonly maps: number;
}

/** Processes that this one has started and that are still there. */
const children = (): string[] =>
  readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8')
      .split(' ')
      .filter((pid) => pid !== ''),
  );

describe('a request', () => {
  const refused: [string, Record<string, unknown>][] = [
    ['transports', { transports: [] }],
    ['transports', { transports: ['udp', 'udp'] }],
    ['size', { transports: ['udp'], size: 63.5 }],
    ['colour', { transports: ['udp'], colour: 'red' }],
    ['mode', { transports: ['udp'], mode: 'connect' }],
    ['impairment', { transports: ['udp'], impairment: LINK, target: { scheme: 'echo', host: 'a', port: 7 } }],
    ['threads', { transports: ['udp'], threads: 2 }],
    ['target.port', { transports: ['udp'], target: { scheme: 'echo', host: 'a', port: 70_000 } }],
  ];
  it.each(refused)(
    'that cannot be is refused before anything starts, and names the field: %s',
    (field, request) => {
      const refusal = () => run(request as never);
      expect(refusal).toThrow(
        expect.objectContaining({ code: 'bad-spec', details: expect.objectContaining({ field }) }),
      );
    },
  );

  it('has the defaults of the command line for what it leaves out', () => {
    const spec = specOf({ transports: ['tcp'] });
    expect(spec).toMatchObject({
      mode: 'echo',
      clients: 1,
      lossThreshold: 3e9,
      interval: 1e9,
      engine: 'auto',
    });
    expect(spec.seed).toBeGreaterThanOrEqual(0);
  });
});

describe('a run', () => {
  it('tells its events, the result last', async () => {
    const told: string[] = [];
    for await (const { event } of run({ ...SHORT, duration: 250e6, interval: 100e6 })) told.push(event);
    expect(told[0]).toBe('start');
    expect(told.filter((event) => event === 'interval').length).toBeGreaterThanOrEqual(2);
    expect(told.at(-1)).toBe('result');
  });

  it('that fails says so in its result', async () => {
    const target = { scheme: 'sockbench' as const, host: '127.0.0.1', port: 1 };
    const { ending } = await run({ ...SHORT, target }).result;
    expect(ending).toMatchObject({ status: 'failed', code: 'connection-refused' });
  });

  it('ends at once where its signal says so, where its loop is left, or before it began', async () => {
    const endless = { ...SHORT, duration: 60e9 };
    const abort = new AbortController();
    const running = run(endless, { signal: abort.signal });
    for await (const { event } of running) if (event === 'start') abort.abort();
    expect((await running.result).ending.status).toBe('interrupted');
    const left = run(endless);
    for await (const { event } of left) if (event === 'start') break;
    expect((await left.result).ending.status).toBe('interrupted');
    expect((await run(endless, { signal: abort.signal }).result).ending.status).toBe('interrupted');
  });

  it('leaves nothing behind after fifty, but threads that wait for the next', () => {
    // In a process that has nothing else in its memory: each run tidies all of it.
    const script = fileURLToPath(new URL('fifty-runs.mjs', import.meta.url));
    const said = execFileSync(process.execPath, [script], { encoding: 'utf8' });
    const { atOnce, before, after, files } = JSON.parse(said) as Record<'before' | 'after', Held> & {
      atOnce: number;
      files: number;
    };
    expect(files).toBeLessThanOrEqual(before.files);
    // As many as were wanted at once, which chance decides: fifty more would be left by fifty runs.
    expect(after.threads - before.threads).toBeLessThan(atOnce);
    // Each ended thread would leave three.
    expect(after.maps - before.maps).toBeLessThan(50);
  });
});

describe.skipIf(noLab !== undefined)('behind a link', () => {
  it('a run meets what it asked for, to the datagram', async () => {
    const { ending, transports } = await run({ ...SHORT, duration: 200e6, impairment: LINK }).result;
    expect(ending.status).toBe('completed');
    const { probes, link } = transports[0]!;
    expect(probes!.lost).toBe(link!.up.udp!.dropped);
    expect(probes!.lost).toBeGreaterThan(10);
  });

  it('a signal leaves nothing behind, whenever it comes', async () => {
    const before = children();
    for (const after of [0, 60, 250]) {
      const signal = AbortSignal.timeout(after);
      const { ending } = await run({ ...SHORT, duration: 60e9, impairment: LINK }, { signal }).result;
      expect(ending.status).toBe('interrupted');
    }
    expect(children()).toEqual(before);
    const { status } = await lab({ command: ['true'], impairment: LINK });
    expect(status).toBe(0);
  });
});

it('a server serves, tells who comes, and ends', async () => {
  const server = await serve();
  const told: string[] = [];
  const telling = (async () => {
    for await (const { event } of server) told.push(event);
  })();
  const target = { scheme: 'sockbench' as const, host: '127.0.0.1', port: server.port };
  const { transports } = await run({ ...SHORT, target, count: 20 }).result;
  expect(transports[0]!.probes).toMatchObject({ sent: 20, received: 20 });
  await server.stop();
  await telling;
  expect(told).toContain('session-started');
  expect(told).toContain('session-ended');
});
