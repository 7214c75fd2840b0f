/** A thread that dies: what was measured so far is kept, and nothing stays behind. */
import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { statusOf } from '../../src/cli/run/output.ts';
import { allGone, descendants, endAll, requireSound, scratch, sockbench, words } from './command.ts';
import { noFfi } from './engines.ts';
import { measuredHere } from './in-process.ts';
import { lastOf, measuring, RUN } from './steady.ts';

afterEach(endAll);

describe('a thread that dies in the middle', () => {
  const folder = scratch();
  afterAll(() => folder.remove());

  /** Ends one thread of a process, chosen by what it was given, once a file exists. */
  function dying(which: string) {
    const file = folder.path(which.replace(/\W/g, ''));
    const code = `import{isMainThread as main,workerData as data}from"node:worker_threads";import{existsSync}from"node:fs";
      if(!main&&(${which}))setInterval(()=>{if(existsSync(${JSON.stringify(file)}))process.exit(7)},20).unref();`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
    return { env, now: () => writeFileSync(file, ''), over: () => rmSync(file) };
  }

  it.each([
    ['udp', '2'],
    ['tcp', '2'],
    ['tcp', '1'],
  ])(
    'at the client: what was measured over %s by %s thread(s) is kept, with a sentence',
    async (transport, threads) => {
      const death = dying('data?.generator===0');
      const client = sockbench(
        [transport, '--clients', '2', '--threads', threads, '--duration', '60s', ...RUN],
        {
          env: death.env,
        },
      );
      await client.until(/"event":"interval"/);
      const children = descendants(client.pid);
      death.now();
      const ended = await client.ended;
      death.over();
      expect(ended.status).toBe(1);
      const result = lastOf(ended.out);
      expect(result.ending).toMatchObject({ status: 'failed', code: 'worker-died' });
      requireSound(result);
      const { probes, quality, intervals } = result.transports[0]!;
      expect(probes!.received).toBeGreaterThan(0);
      // A thread that is left waits for what is on its way; where none is, what it had told is kept.
      const cut = quality.warnings.find(({ code }) => code === 'cut-short')?.details?.['count'] ?? 0;
      expect([probes!.lost, threads === '2' ? cut : 0]).toEqual([cut, 0]);
      expect(intervals.length).toBeGreaterThan(0);
      await allGone([client.pid, ...children]);
    },
  );

  it.skipIf(noFfi !== undefined)(
    'at the server: its run ends at once, by that name, and the next is whole',
    async () => {
      // The thread of the flows is given the memory in which it notes its descriptors.
      const death = dying('data instanceof SharedArrayBuffer');
      const server = sockbench(words('serve --port 0 --engine linux --ui text'), { env: death.env });
      const [, port] = await server.until(/on port (\d+)/);
      const result = await measuring(`udp 127.0.0.1:${port} --duration 60s`, death.now);
      death.over();
      expect(statusOf(result)).toBe(1);
      expect(result.ending).toMatchObject({ status: 'failed', code: 'server-failed' });
      // Far from the 12,000 of a run that nobody stopped.
      expect(result.transports[0]!.probes!.sent).toBeLessThan(6000);
      const next = await measuredHere(`udp 127.0.0.1:${port} --count 50 --rate 200`);
      expect(next.transports[0]!.probes).toMatchObject({ sent: 50, received: 50 });
    },
  );
});
