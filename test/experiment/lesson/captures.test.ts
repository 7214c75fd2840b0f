/** What docs/lessons shows of one protocol alone is what is said of such a transfer, in virtual time. */
import { describe, expect, it } from 'vitest';
import { lessonDocument } from '../../../src/experiment/lesson/arq/document.ts';
import { lessonFile } from '../../../src/experiment/lesson/arq/file.ts';
import { ARQ_PROTOCOLS, type ArqProtocol } from '../../../src/experiment/lesson/arq/numbers.ts';
import { predictOnMachine, roundTrip } from '../../../src/experiment/lesson/arq/predict.ts';
import { setupFor } from '../../../src/experiment/lesson/arq/protocols.ts';
import { ArqLane } from '../../../src/experiment/lesson/arq/race/lanes.ts';
import { resultOf } from '../../../src/experiment/lesson/arq/race/results.ts';
import { simulate } from '../../../src/experiment/lesson/arq/simulate.ts';
import { textbookEfficiency } from '../../../src/experiment/lesson/arq/textbook.ts';
import { clockOf, sayHappening, timeOf } from '../../../src/present/lesson/say.ts';
import { lessonSummary } from '../../../src/present/lesson/text.ts';
import type { Happening } from '../../../src/result/document/lesson.ts';
import { NO_IMPAIRMENT } from '../../../src/result/impairment.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { captured } from '../../captures.ts';

/** As `lesson arq --protocol NAME` prints it: the sentences, then the table. */
function seen(protocol: ArqProtocol, bytes: number, window: number, language: 'en' | 'pt-BR'): string {
  const words = wordsFor(language);
  const both = { ...NO_IMPAIRMENT, delay: 500e6, bandwidth: 10e6 };
  const impairment = { up: { ...both, drop: [3] }, down: both, profile: null, seed: 1 };
  const file = lessonFile(bytes, 1);
  const timeout = 2 * roundTrip(impairment, window);
  const setup = setupFor(protocol, window, timeout, false);
  const lane = new ArqLane(setup, bytes);
  const happened: Happening[] = [];
  const { time } = simulate({
    setup,
    impairment,
    file,
    watch: {
      moved: (move) => happened.push(...lane.moved([move])),
      fated: (record) => happened.push(...lane.fated(record)),
    },
  });
  happened.push(...lane.finish());
  const lines = happened
    .map((happening) => ({ time: timeOf(happening), text: sayHappening(protocol, happening, words) }))
    .filter(({ text }) => text !== null)
    .sort((a, b) => a.time - b.time)
    .map((one) => `${clockOf(one.time, words).padStart(9)}  ${one.text}`);
  const prediction = predictOnMachine(setup, impairment, file)!;
  const entrant = {
    name: protocol,
    window: setup.window,
    space: setup.space,
    timeoutSeconds: timeout / 1e9,
    predicted: [prediction.low, prediction.high] as const,
    textbook: textbookEfficiency(setup, impairment),
  };
  const result = resultOf(entrant, lane.counted(), time, file, file, both.bandwidth);
  const frame = { version: '', command: [], startedAt: new Date(0), interrupted: false };
  const document = lessonDocument(
    { results: [result], changes: [] },
    { file, window, timeout, impairment },
    frame,
  );
  const table = lessonSummary(document, words, { color: false, width: 80 }).split('\n\n')[1]!;
  return `${lines.join('\n')}\n\n${table}`;
}

describe.each(ARQ_PROTOCOLS)('the course material on %s', (protocol) => {
  it.each([
    ['en', 'en'],
    ['pt-BR', 'pt'],
  ] as const)('shows what is said, in %s', (language, name) => {
    const [bytes, window] = protocol === 'stop-and-wait' ? [4000, 8] : [6000, 4];
    const pages = captured(`arq-${protocol}-${name}`, seen(protocol, bytes, window, language));
    expect(pages).toHaveLength(1);
    expect(pages[0]!.shown).toBe(pages[0]!.seen);
  });
});
