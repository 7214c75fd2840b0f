/** `sockbench lesson arq`: four protocols over real links with one seed; its screen in a real terminal. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { lessonSummary } from '../../src/present/lesson/text.ts';
import type { LessonDocument, ProtocolResult, Racer } from '../../src/result/document/lesson.ts';
import { wordsFor } from '../../src/words/index.ts';
import { captured } from '../captures.ts';
import { lessonSeeds } from '../experiment/seeds.ts';
import { violations } from '../result/json-schema.ts';
import { type Ended, ROOT, run, scratch, words } from './command.ts';
import { noLab } from './lab-tools.ts';
import { hasTmux, openTerminal, SOCKBENCH } from './tmux.ts';

const SCHEMA = JSON.parse(readFileSync(`${ROOT}dist/result/sockbench.lesson.1.json`, 'utf8')) as Record<
  string,
  unknown
>;
const files = scratch();
afterAll(() => files.remove());

const lesson = (line: string): Promise<Ended> => run('lesson', ...words(line));

async function documentOf(line: string): Promise<LessonDocument> {
  const { status, out, err } = await lesson(`${line} --json`);
  expect({ status, err }).toMatchObject({ status: 0 });
  const document = JSON.parse(out) as LessonDocument;
  expect(violations(SCHEMA, document)).toEqual([]);
  return document;
}

/** Fates of the datagrams with data, in order. */
const fatesOf = ({ packets }: ProtocolResult, direction: 'up' | 'down'): string[] =>
  packets.filter((packet) => packet.direction === direction).map(({ fate }) => fate);

describe.skipIf(noLab !== undefined)('sockbench lesson arq', () => {
  it('carries one file by four protocols over links with the same fates', async () => {
    const page = files.path('race.html');
    const document = await documentOf(
      `arq --bytes 12k --delay 5ms --loss 10% --drop up=3 --seed 4 --html ${page}`,
    );
    const of = (name: Racer) => document.protocols.find((one) => one.name === name)!;
    expect(document.protocols.map(({ name, intact, delivered }) => [name, intact, delivered])).toEqual(
      (['stop-and-wait', 'go-back-n', 'selective-repeat', 'tcp'] as const).map((name) => [
        name,
        true,
        12_000,
      ]),
    );
    for (const one of document.protocols) {
      expect(one.seconds).toBeGreaterThan(0);
      // Which of its segments are lost depends on when TCP sends its acknowledgements.
      if (one.name !== 'tcp') expect(one.resent).toBeGreaterThan(0);
      expect(one.needless!).toBeLessThanOrEqual(one.resent);
      // Every packet of the file at least once; what is lost comes again.
      expect(one.sent - one.resent).toBe(one.name === 'tcp' ? Math.ceil(12_000 / 1448) : 12);
    }
    // The n-th datagram of each direction has the same fate, whoever sent it.
    for (const direction of ['up', 'down'] as const) {
      const [first, ...others] = (['stop-and-wait', 'go-back-n', 'selective-repeat'] as const).map((name) =>
        fatesOf(of(name), direction),
      );
      for (const fates of others) {
        const both = Math.min(fates.length, first!.length);
        expect(fates.slice(0, both)).toEqual(first!.slice(0, both));
      }
    }
    expect(of('stop-and-wait')).toMatchObject({ window: 1, space: 2 });
    expect(of('go-back-n')).toMatchObject({ window: 8, space: 9 });
    expect(of('tcp')).toMatchObject({ window: null, predicted: null, textbook: null });
    expect(readFileSync(page, 'utf8').match(/<figure class="sequence/g)).toHaveLength(4);
  });

  it('after a single loss is what the course material shows', async () => {
    const file = files.path('race.json');
    const document = await documentOf(`arq --bytes 20k --delay 100ms --loss 0 --drop up=3 --output ${file}`);
    const again = await run('report', file, '--html', files.path('again.html'));
    expect(again).toMatchObject({ status: 0, out: expect.stringContaining('Go-Back-N') });
    expect((await run('report', file, '--csv')).status).toBe(2);
    for (const [language, name] of [
      ['en', 'en'],
      ['pt-BR', 'pt'],
    ] as const) {
      const text = lessonSummary(document, wordsFor(language), { color: false, width: 80 });
      const pages = captured(`arq-race-${name}`, text.split('\n\n')[1]!);
      expect(pages).toHaveLength(1);
      expect(pages[0]!.shown).toBe(pages[0]!.seen);
    }
  });

  it('says each thing that happens to one protocol alone, in order', async () => {
    const { status, out, err } = await lesson(
      'arq --protocol go-back-n --window 3 --bytes 8k --delay 10ms --loss 20% --seed 2',
    );
    expect(status).toBe(0);
    expect(err).toMatch(/^ *0\.\d{3} s {2}Packet 0 is sent\.\n/);
    expect(err).toMatch(/The timer runs out: everything from packet \d on is sent again\./);
    expect(err).toMatch(/Go-Back-N is done after \d/);
    const times = [...err.matchAll(/^ *(\d+\.\d{3}) s/gm)].map(([, time]) => Number(time));
    expect(times.length).toBeGreaterThan(30);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(out).toMatch(/^Go-Back-N +\d/m);
  });

  it('is refused what makes no sense, and says what there is', async () => {
    const said = await Promise.all(
      ['nothing', 'arq --window 0', 'arq --protocol tahoe', 'arq --bytes 1G', 'arq --timeout 2m'].map(
        (line) => lesson(line),
      ),
    );
    expect(said.map(({ status }) => status)).toEqual([2, 2, 2, 2, 2]);
    const list = await lesson('');
    expect(list.out).toContain('sockbench lesson arq');
  });

  it.skipIf(!hasTmux)('is raced on one screen, where keys turn the link and end it', async () => {
    const terminal = openTerminal(100, 34);
    try {
      terminal.type(`${SOCKBENCH} lesson arq --delay 400ms --loss 10%; echo status $?`, 'Enter');
      await terminal.until(/selective repeat {2}window 8/);
      await terminal.until(/■+\[/);
      expect(terminal.text()).toMatch(/loses 10 %.*, delays 400 ms/);
      terminal.type('d');
      await terminal.until(/delays 500 ms/);
      terminal.type('q');
      const text = await terminal.until(/status 130/);
      expect(text).toContain('nothing is predicted');
      expect([terminal.alternate(), terminal.cursorVisible()]).toEqual([false, true]);
    } finally {
      terminal.close();
    }
  });

  it
    .skipIf(lessonSeeds(0, 1) === 0)
    .each([
      'arq --window 4 --loss 5% --delay 50ms --bytes 32k --seed 11',
      'arq --window 16 --loss 1% --delay 50ms --seed 12',
      'arq --window 4 --loss 20% --delay 20ms --bytes 32k --seed 13',
    ])('%s: is as efficient as predicted, on a machine with time for it', async (line) => {
    const { protocols } = await documentOf(line);
    for (const { name, efficiency, predicted } of protocols) {
      if (predicted === null) continue;
      expect({
        name,
        within: efficiency! >= predicted[0] && efficiency! <= predicted[1],
        efficiency,
        predicted,
      }).toMatchObject({ within: true });
    }
  });
});
