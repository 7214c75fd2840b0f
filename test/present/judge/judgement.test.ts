import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { judgementJunit } from '../../../src/present/judge/junit.ts';
import { judgementMarkdown } from '../../../src/present/judge/markdown.ts';
import { judgementPage } from '../../../src/present/judge/page.ts';
import { judgementText } from '../../../src/present/judge/text.ts';
import { JudgementSchema } from '../../../src/result/document/judgement.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { data, ended, lost, parts, smooth } from '../../experiment/judge/evidence.ts';
import { violations } from '../../result/json-schema.ts';
import { judgementWith } from './judgement.ts';

const en = wordsFor('en');
const pt = wordsFor('pt-BR');
const PLAIN = { color: false, width: 80 };
const ROOT = new URL('../../../', import.meta.url);

const noLast = {
  packets: [...smooth().slice(0, 18), data(9, 90, lost)],
  written: parts(0, 1, 2, 3, 4, 5, 6, 7, 8),
};
const broken = {
  ends: {
    sender: ended(),
    receiver: ended({
      code: 1,
      output: { text: 'Traceback\nValueError: \u001b[31m<b>bad</b>\n', bytes: 40 },
    }),
  },
  written: parts(0),
};
const judgement = await judgementWith(
  { clean: {}, 'loss-up': noLast, slow: broken },
  { 'loss-up': noLast, slow: {} },
);

describe('the judgement', () => {
  it('is valid by its schema, and by the published one', () => {
    expect(v.safeParse(JudgementSchema, judgement).issues).toBeUndefined();
    const published = JSON.parse(
      readFileSync(new URL('dist/result/sockbench.judgement.1.json', ROOT), 'utf8'),
    ) as Record<string, unknown>;
    expect(violations(published, JSON.parse(JSON.stringify(judgement)))).toEqual([]);
  });

  it('is a table and, for each case that failed, what a teaching assistant would say', () => {
    const text = judgementText(judgement, en, PLAIN);
    expect(text).toMatch(/^case +verdict +seconds/);
    expect(text).toMatch(/^clean +pass +0\.3 +0\.1 +10 +0 +0$/m);
    expect(text).toMatch(/^loss-up +FAIL +0\.3 +0\.1 +10 +1 +0$/m);
    expect(text.replace(/\s+/g, ' ')).toContain(
      'loss-up (seed 1): packets are lost The file is 50 bytes short: the last packet was lost (at 0.09 s) and never sent again. Does your sender wait for the acknowledgement of the last packet before it ends? A second run ended the same way.',
    );
    expect(text.replace(/\s+/g, ' ')).toContain('A second run with the same seed passed');
    expect(text).toMatch(/✖ 1 of 3 cases passed\.\n$/);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('shows the names of a file’s cases as signs alone', () => {
    const cases = judgement.cases.map((one) => ({ ...one, name: 'a\u001b]52;c;aGk=\u0007\u202eb' }));
    expect(judgementText({ ...judgement, cases }, en, PLAIN)).not.toMatch(/[\u001b\u0007\u202e]/);
  });

  it('says all of it in Portuguese, too', () => {
    const text = judgementText(judgement, pt, PLAIN).replace(/\s+/g, ' ');
    expect(text).toContain(
      'Faltam 50 bytes no arquivo: o último pacote se perdeu (em 0,09 s) e nunca foi retransmitido. O seu remetente espera a confirmação do último pacote antes de terminar?',
    );
    expect(text).toContain('✖ 1 de 3 casos passou.');
  });

  it('repeats what a command wrote, and makes it harmless', async () => {
    const text = judgementText(judgement, en, PLAIN);
    expect(text).toContain('The receiver wrote:\n    Traceback\n    ValueError: ␛[31m<b>bad</b>\n');
    const page = judgementPage(judgement, en, 'en');
    expect(page).not.toContain('<b>bad');
    expect(page).not.toContain('\u001b');
    expect(judgementMarkdown(judgement, en)).not.toContain('<b>');
  });

  it('is JUnit XML with one named case for each', () => {
    const xml = judgementJunit(judgement, en);
    expect(xml).toContain('tests="3" failures="2" errors="0" time="0.900"');
    expect(
      xml.match(/<testcase classname="sockbench.judge" name="[^"]+ \(seed 1\)" time="0.300"/g),
    ).toHaveLength(3);
    expect(xml).toContain('<failure message="short: The file is 50 bytes short: ');
    expect(xml).toContain('<failure message="crashed, short, unstable: The receiver ended with status 1: ');
  });

  it('is a page that draws the first failure', () => {
    const page = judgementPage(judgement, en, 'en');
    expect(page).toContain('The first failure, packet by packet: loss-up');
    expect(page.match(/<path class="cross"/g)).toHaveLength(1);
    expect(page).toContain('bytes 900–949, lost');
    expect(judgementPage(judgement, pt, 'pt-BR')).toContain('A primeira falha, pacote por pacote: loss-up');
  });

  it('without a failure has nothing to draw, and says that all passed', async () => {
    const good = await judgementWith({ clean: {}, 'loss-up': {} });
    expect(judgementText(good, en, PLAIN)).toMatch(/✔ 2 of 2 cases passed\.\n$/);
    expect(judgementPage(good, en, 'en')).not.toContain('<figure');
  });

  it('says where programs use TCP, and which cases could not be made', async () => {
    const tcp = smooth().map((packet) => ({
      ...packet,
      protocol: 'tcp' as const,
      tcp: { seq: 1, ack: 1, flags: 'A', length: packet.payload.length },
    }));
    const notes = judgementText(await judgementWith({ clean: { packets: tcp }, 'loss-up': {} }), en, PLAIN);
    expect(notes).toContain('The programs use TCP');
    const skipped = await judgementWith({ clean: { packets: [], written: null }, 'last-packet-lost': {} });
    expect(judgementText(skipped, en, PLAIN)).toContain('clean case taught nothing: last-packet-lost.');
  });
});
