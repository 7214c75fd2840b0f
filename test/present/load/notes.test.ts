/** What makes the figures of a load doubtful, or needs a word beside them. */
import { describe, expect, it } from 'vitest';
import { loadMarkdown } from '../../../src/present/load/markdown.ts';
import { loadPage } from '../../../src/present/load/page.ts';
import { loadNotes } from '../../../src/present/load/rows.ts';
import { loadText } from '../../../src/present/load/text.ts';
import { sentenceFor, wordsFor } from '../../../src/words/index.ts';
import { line } from '../../experiment/load/model.ts';
import { document } from './loaded.ts';

describe('trust', () => {
  it('is that of the probes, first in the text and on the page, with remedies of this command', () => {
    const doubtful = document();
    const [udp] = doubtful.runs[0]!.transports;
    const details = { lag: 20, busy: 0.01 };
    const lag = { code: 'send-lag', details, ...wordsFor('en').warnings['send-lag'](details) };
    Object.assign(udp!.quality, { warnings: [lag], trust: { level: 'limited', because: ['send-lag'] } });
    const text = loadText(doubtful, wordsFor('en'), { color: false, width: 80 });
    expect(text).toMatch(/^! Trust: limited/);
    expect(text).toContain('--probe-rate');
    expect(text).not.toMatch(/ --rate/);
    expect(loadPage(doubtful, wordsFor('en'), 'en')).toContain('Probes left late');
    expect(loadMarkdown(doubtful, wordsFor('en'))).toContain('Probes left late');
  });
});

describe('probes that left late', () => {
  it('are told once, with each phase that has too few on time', () => {
    const late = document();
    for (const [at, onTime] of [0.9, 0.995, 0.5].entries()) Object.assign(late.phases[at]!, { onTime });
    expect(loadNotes(late, wordsFor('en')).filter((note) => note.includes('1 ms'))).toEqual([
      'Of the probes only so many left within 1 ms of their time: 90 % (idle), 50 % (down). This machine was too busy, and the largest delays may be its own.',
    ]);
  });
});

describe('a queue that marks', () => {
  it('says why it dropped all the same', () => {
    const marking = document();
    const ecn = { aqm: 'codel' as const, ecn: true };
    Object.assign(marking.spec, { impairment: { ...line, up: { ...line.up, ...ecn }, down: line.down } });
    const queue = { p50: 1, p95: 1, max: 1, dropped: 5, aqm: 3, marked: 40 };
    Object.assign(marking.phases[1]!, { queue: { up: queue, down: { ...queue, dropped: 9 } } });
    expect(loadNotes(marking, wordsFor('en')).join()).toMatch(
      /all the same: 2 because the queue was full, and 3 that cannot be marked/,
    );
    expect(loadNotes({ ...marking, spec: document().spec }, wordsFor('en')).join()).not.toMatch(/RFC 3168/);
  });
});

describe('counts that came late', () => {
  it('are told with their phase, or that they never came', () => {
    const late = document();
    const told = (code: 'counts-late' | 'counts-missing') => {
      const details = { seconds: 6.2 };
      return { code, details, ...sentenceFor('warnings', wordsFor('en'), code, details)! };
    };
    Object.assign(late.runs[1]!.transports[0]!.quality, { warnings: [told('counts-late')] });
    Object.assign(late.runs[3]!.transports[0]!.quality, { warnings: [told('counts-missing')] });
    const text = loadNotes(late, wordsFor('en')).join('\n');
    expect(text).toMatch(/Phase up: The server's counts came late: 6.2 s after/);
    expect(text).toMatch(/Phase both: The server's counts had not come/);
    expect(loadNotes(late, wordsFor('pt-BR')).join()).toMatch(
      /Fase subida: As contagens do servidor chegaram tarde: 6,2 s/,
    );
  });
});
