/** `sockbench load` over the lab, and the lesson that tells it: two real runs, held against what the link itself counted. */
import * as v from 'valibot';
import { afterAll, describe, expect, it } from 'vitest';
import { queuePlan } from '../../src/experiment/lesson/queue/steps.ts';
import { queueStepText } from '../../src/present/lesson/queue.ts';
import { LoadSchema, type Phase } from '../../src/result/document/load.ts';
import { wordsFor } from '../../src/words/index.ts';
import { captured } from '../captures.ts';
import { MAIN, ROOT, run } from './command.ts';
import { noLab, readFates, scratch } from './lab-tools.ts';

const MS = 1e6;
const { loadOverLab } = (await import(
  `${ROOT}dist/experiment/load/over-lab.js`
)) as typeof import('../../src/experiment/load/over-lab.ts');

const files = scratch();
afterAll(() => files.remove());

describe.skipIf(noLab !== undefined).concurrent('a busy line', () => {
  it('fills its queue up and not down, and loses what the link’s log says, on the way on which it did', async () => {
    const log = files.path('fates');
    const link = ['--bandwidth', 'up=10M,down=8M', '--queue', 'up=150kB,down=90', '--loss', 'up=1%,down=2%'];
    const asked = ['--direction', 'up', '--phase', '3s', '--json', '--ui', 'none'];
    const asserts = ['up.added.p95>20ms', 'idle.loss<50%'].flatMap((one) => ['--assert', one]);
    const own = [process.execPath, MAIN, 'load', ...asked, ...asserts];
    const ended = await run('lab', ...link, '--seed', '5', '--fates', log, '--force', '--', ...own);
    const { phases, runs, asserts: judged, ...document } = v.parse(LoadSchema, JSON.parse(ended.out));
    expect([ended.status, document.ending.status, document.congestionControl]).toEqual([
      0,
      'completed',
      'cubic',
    ]);
    expect(phases.map(({ name }) => name)).toEqual(['idle', 'up']);
    const { added, queue, goodput } = phases[1]!;
    // Of a busy machine only this is certain: the queue's limit, and which way it stood.
    expect(queue!.up!.max).toBeLessThanOrEqual(150_000);
    expect(added.up.p95!).toBeGreaterThan(20 * MS);
    expect(added.down.p50!).toBeLessThan(added.up.p50!);
    expect(goodput.up!).toBeLessThan(10e6);
    const udp = runs[0]!.transports.find(({ transport }) => transport === 'udp')!;
    const { up, down } = udp.link!;
    expect([udp.loss.up!.lost, udp.loss.down!.lost]).toEqual([up.udp.dropped, down.udp.dropped]);
    const fates = readFates(log).filter(
      ({ protocol, probe }) => protocol === 'udp' && probe?.warmup === false,
    );
    const logged = (way: 'up' | 'down', { startSeconds: from, seconds }: Phase): number =>
      fates.filter(({ direction, probe, fate }) => {
        const sent = udp.samples!.sent[probe!.number]! / 1e9;
        return direction === way && fate !== 'delivered' && sent >= from && sent < from + seconds;
      }).length;
    for (const phase of phases)
      expect([phase.loss.up.lost, phase.loss.down.lost]).toEqual([
        logged('up', phase),
        logged('down', phase),
      ]);
    expect(phases.reduce((sum, { loss }) => sum + loss.up.lost! + loss.down.lost!, 0)).toBeGreaterThan(0);
    // However late the data of the load was read: times are the kernel's, so what is nobody's delay is none of the probes'.
    expect(udp.quality.timestampSource).toBe('kernel');
    const { up: queued, server, generator, unknown } = udp.owners!.all;
    expect(unknown).toBe(0);
    expect(queued).toBeGreaterThan(server + generator);
    expect(judged.map(({ holds }) => holds)).toEqual([true, true]);
  }, 60_000);

  it('is told second by second, as the course material shows', async () => {
    const document = await loadOverLab(queuePlan('full', 1), new AbortController().signal);
    expect(document.ending.status).toBe('completed');
    for (const [language, suffix] of [
      ['en', 'en'],
      ['pt-BR', 'pt'],
    ] as const) {
      const shown = { number: 1, name: 'full', document } as const;
      const text = queueStepText(shown, wordsFor(language), { color: false, width: 80 });
      const pages = captured(`queue-full-${suffix}`, text);
      expect(pages).toHaveLength(1);
      expect(pages[0]!.shown).toBe(pages[0]!.seen);
    }
  }, 60_000);
});
