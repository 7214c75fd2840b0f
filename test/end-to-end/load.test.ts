/** `sockbench load` over the lab, and the lesson that tells it: two real runs, held against what the link itself counted. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { queuePlan } from '../../src/experiment/lesson/queue/steps.ts';
import { queueStepText } from '../../src/present/lesson/queue.ts';
import { LoadSchema } from '../../src/result/document/load.ts';
import { wordsFor } from '../../src/words/index.ts';
import { captured } from '../captures.ts';
import { ROOT, run } from './command.ts';
import { noLab } from './lab-tools.ts';

const MS = 1e6;
const { loadOverLab } = (await import(
  `${ROOT}dist/experiment/load/over-lab.js`
)) as typeof import('../../src/experiment/load/over-lab.ts');

describe.skipIf(noLab !== undefined).concurrent('a busy line', () => {
  it('fills its queue up and not down, and loses what the link lost, on the way on which it did', async () => {
    const link = ['--bandwidth', '10M', '--queue', '150kB', '--loss', 'up=1%,down=2%'];
    const asked = ['--direction', 'up', '--phase', '3s', '--seed', '5', '--json', '--ui', 'none'];
    const ended = await run(
      'load',
      ...link,
      ...asked,
      '--assert',
      'up.added.p95>20ms',
      '--assert',
      'idle.loss<50%',
    );
    const { phases, runs, asserts, ...document } = v.parse(LoadSchema, JSON.parse(ended.out));
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
    const inPhases = (way: 'up' | 'down') => phases.reduce((sum, { loss }) => sum + loss[way].lost!, 0);
    expect(inPhases('up')).toBeGreaterThan(0);
    expect(inPhases('up')).toBeLessThanOrEqual(up.udp.dropped);
    expect(inPhases('down')).toBeLessThanOrEqual(down.udp.dropped);
    expect(asserts.map(({ holds }) => holds)).toEqual([true, true]);
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
