/** `sockbench lesson stream`: what is said is what happens, also with a student's Python on either end. */
import { describe, expect, it } from 'vitest';
import { STEPS, STREAM_STEPS, type StepName } from '../../src/experiment/lesson/stream/steps.ts';
import { streamStepText } from '../../src/present/lesson/stream.ts';
import type { StreamMoment } from '../../src/result/document/stream-lesson.ts';
import { wordsFor } from '../../src/words/index.ts';
import { captured } from '../captures.ts';
import { type Ended, ROOT, run } from './command.ts';
import { missing, noLab } from './lab-tools.ts';

const SKELETON = `${ROOT}docs/lessons/python/stream_receiver.py`;
const PYTHON = `${ROOT}test/fixtures/python/stream`;
const LANGUAGES = [
  ['en', 'en'],
  ['pt-BR', 'pt'],
] as const;

const { conductStep } = (await import(
  `${ROOT}dist/experiment/lesson/stream/conduct.js`
)) as typeof import('../../src/experiment/lesson/stream/conduct.ts');

const stream = (...words: string[]): Promise<Ended> => run('lesson', 'stream', ...words);
const step = (
  name: StepName,
  commands: { sender?: string; receiver?: string } = {},
): Promise<StreamMoment[]> => {
  const words = (path: string | undefined) => (path === undefined ? null : ['python3', path, 'HOST', 'PORT']);
  const both = { sender: words(commands.sender), receiver: words(commands.receiver) };
  return conductStep(STREAM_STEPS[name], both, new AbortController().signal);
};

/** The step as it is told, which is what the course material shows. */
function told(name: StepName, moments: readonly StreamMoment[], capture: string, student = false): string {
  const [english] = LANGUAGES.map(([language, suffix]) => {
    const number = STEPS.indexOf(name) + 1;
    const shown = { number, name, moments, student };
    const text = streamStepText(shown, wordsFor(language), { color: false, width: 80 });
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const page of captured(`${capture}-${suffix}`, text)) expect(page.shown).toBe(page.seen);
    return text;
  });
  return english!;
}

const sizes = (moments: readonly StreamMoment[], what: StreamMoment['what']): number[] =>
  moments.filter((moment) => moment.what === what).map(({ bytes }) => bytes);

describe.skipIf(noLab !== undefined).concurrent('sockbench lesson stream', () => {
  it('shows one send and several recv', async () => {
    const moments = await step('split');
    expect(sizes(moments, 'send')).toEqual([4000]);
    expect(sizes(moments, 'segment')).toEqual([1448, 1448, 1104]);
    const recvs = sizes(moments, 'recv');
    expect(recvs.length).toBeGreaterThan(1);
    expect(recvs.reduce((sum, bytes) => sum + bytes, 0)).toBe(4000);
    expect(told('split', moments, 'stream-split')).toContain(`One send, ${recvs.length} recv.`);
  });

  it('shows two send and one recv, and the boundaries of UDP', async () => {
    const [merged, kept] = await Promise.all([step('merge'), step('datagrams')]);
    expect([sizes(merged, 'send'), sizes(merged, 'recv')]).toEqual([[5, 6], [11]]);
    expect(told('merge', merged, 'stream-merge')).toContain('Two send, 1 recv.');
    expect([sizes(kept, 'send'), sizes(kept, 'segment'), sizes(kept, 'recv')]).toEqual([
      [5, 6],
      [5, 6],
      [5, 6],
    ]);
    expect(told('datagrams', kept, 'stream-datagrams')).toContain('Two send, 2 recv.');
  });

  it.each(['length', 'line'] as const)('finds the messages again by a %s', async (name) => {
    const moments = await step(name);
    expect(sizes(moments, 'send')).toHaveLength(2);
    const found = moments.filter(({ what }) => what === 'message');
    expect(found.map(({ bytes, text }) => [bytes, text.slice(0, 6)])).toEqual([
      [4, 'Olá'],
      [6, 'Mundo!'],
      [4000, 'abcdef'],
    ]);
    expect(told(name, moments, `stream-${name}`)).toContain('3 messages, however');
  });

  it.skipIf(missing('python3'))('has a student’s program on either end', async () => {
    const [skeleton, solution, sender] = await Promise.all([
      step('length', { receiver: SKELETON }),
      step('length', { receiver: `${PYTHON}/solution.py` }),
      step('length', { sender: `${PYTHON}/sender.py` }),
    ]);
    const lines = (moments: readonly StreamMoment[]) =>
      moments.filter(({ what }) => what === 'line').map(({ text }) => text);
    expect(lines(skeleton).length).toBeGreaterThan(3);
    expect(lines(solution)).toEqual([
      'message of 4 bytes: Olá',
      'message of 6 bytes: Mundo!',
      'message of 4000 bytes: abcdef',
    ]);
    expect(sizes(sender, 'message')).toEqual([3, 6]);
    told('length', skeleton, 'stream-skeleton', true);
  });

  it('prints its steps, and refuses what belongs to another lesson', async () => {
    const [printed, other, none, arq] = await Promise.all([
      stream('--step', 'merge', '--lang', 'pt-BR'),
      stream('--window', '4'),
      stream('--step', 'nothing'),
      run('lesson', 'arq', '--step', 'split'),
    ]);
    expect(printed.status).toBe(0);
    expect(printed.out).toContain('Dois send, 1 recv.');
    expect([other.status, none.status, arq.status]).toEqual([2, 2, 2]);
    expect(other.err).toContain('--window');
  });
});
