/** The result of a class as text and page: each figure where it is known, a dash where it is not, nothing that acts. */

import * as v from 'valibot';
import { expect, it } from 'vitest';
import { classPage } from '../../src/present/classroom/page.ts';
import { classText } from '../../src/present/classroom/text.ts';
import { safeJson } from '../../src/present/export/json.ts';
import { EMPTY_SERVE, reduceServe } from '../../src/present/live/serve/model.ts';
import { classOf } from '../../src/result/classroom/document.ts';
import type { ServedSession } from '../../src/result/classroom/guests.ts';
import { ClassSchema } from '../../src/result/document/classroom.ts';
import { parseSaved } from '../../src/result/document/codec.ts';
import { wordsFor } from '../../src/words/index.ts';

const session = (
  id: number,
  transport: 'tcp' | 'udp',
  name: string,
  client: object | null,
): ServedSession => ({
  info: {
    id,
    address: '10.0.0.9',
    tool: '',
    transport,
    mode: 'echo',
    clients: 1,
    size: 64,
    rate: 100,
    engine: 'linux',
    name,
    run: '0000000000000001',
    duration: null,
    since: 0,
  },
  figures: {
    open: 0,
    received: 95,
    sent: 95,
    bytesReceived: 0,
    bytesSent: 0,
    duplicates: 0,
    reordered: 0,
    overLimit: 0,
    rate: 0,
    bitsUp: 0,
    bitsDown: 0,
    loss: null,
    remaining: null,
    resent: transport === 'tcp' ? 7 : null,
    client: client as never,
  },
  ended: 'done',
});

const known = { sent: 100, answered: 91, p50: 41e6, p99: 49e6, lostUp: 5, lostDown: 4 };
const host = { os: '', kernel: '', cpu: '', cores: 2, memoryBytes: 1, runtime: '' };
const document = classOf(
  [
    session(1, 'tcp', 'Ana', { ...known, answered: 100, lostUp: 0, lostDown: 0, p99: 141e6 }),
    session(2, 'udp', 'Ana', known),
    session(3, 'udp', 'Bia\u001b]0;x\u0007<b>', null),
  ],
  {
    tool: { name: 'sockbench', version: '0' },
    startedAt: '',
    command: [],
    host,
    port: 5000,
    link: 'each way: loss 5%',
    refused: 0,
  },
);

it('whoever comes and goes a thousand times crowds nobody else out', () => {
  const come = (id: number, address: string): ServedSession => {
    const one = session(id, 'tcp', address, null);
    return { ...one, info: { ...one.info, address, run: null }, ended: null };
  };
  const sessions = [
    come(1, '10.0.0.1'),
    ...Array.from({ length: 2500 }, (_, at) => come(at + 2, '10.0.0.9')),
  ];
  let model = EMPTY_SERVE;
  for (const { info, figures } of sessions) {
    model = reduceServe(model, { event: 'session-started', session: info });
    model = reduceServe(model, { event: 'session-ended', id: info.id, figures: figures!, reason: 'done' });
  }
  const { guests } = classOf(model.sessions, { ...document });
  expect(guests).toHaveLength(1000);
  expect(guests[0]!.address).toBe('10.0.0.1');
});

it('is valid, and says the same in both languages', () => {
  expect(v.is(ClassSchema, document)).toBe(true);
  const text = classText(document, wordsFor('pt-BR'), { color: false, width: 100 });
  expect(text).toContain('em cada sentido: perda de 5 %');
  expect(text).toMatch(/Ana +100 +41 ms +141 ms +0 +7 +concluída/);
  expect(text).toMatch(/Ana +100 +41 ms +49 ms +9 +5 % +4,21 % +concluída/);
  expect(text).toMatch(/Bia.* – +– +– +– +– +– +concluída/);
  expect(classText(document, wordsFor('en'), { color: false, width: 100 })).toContain(
    'UDP lost 9 %, p99 49 ms.',
  );
});

it('is read again, also from the last line of what `--json-stream` printed', () => {
  const lines = `{"event":"listening","port":5000}\n${safeJson({ event: 'class', ...document })}\n`;
  for (const text of [safeJson(document), lines])
    expect(parseSaved(Buffer.from(text), 'x')).toMatchObject({ kind: 'class', document: { port: 5000 } });
});

it('shows nothing that acts', () => {
  const text = classText(document, wordsFor('en'), { color: false, width: 100 });
  expect(text).not.toMatch(/[\u001b\u0007]/);
  expect(classPage(document, wordsFor('en'), 'en')).not.toContain('<b>');
});
