import { expect, it } from 'vitest';
import { ServeLines } from '../../../src/cli/serve/lines.ts';
import type { ServerSessionFigures, ServerSessionInfo } from '../../../src/result/events/server-events.ts';
import { server } from '../../../src/words/en/server.ts';
import { wordsFor } from '../../../src/words/index.ts';

const noon = new Date(2026, 10, 29, 12, 0, 1);
const linesIn = (language: 'en' | 'pt-BR') =>
  new ServeLines({ words: wordsFor(language), language }, () => noon);
const session = {
  id: 1,
  address: '192.0.2.7',
  transport: 'udp',
  mode: 'echo',
  clients: 1,
  size: 64,
} as ServerSessionInfo;
const figures = { received: 66_436, sent: 1, loss: 0.25, overLimit: 0 } as ServerSessionFigures;

it('each line says when, by the local clock', () => {
  const lines = linesIn('en');
  expect(lines.of({ event: 'session-started', session })).toEqual([
    '2026-11-29 12:00:01 192.0.2.7: started UDP echo, 1 client, 64 bytes',
  ]);
  expect(lines.of({ event: 'session-ended', id: 1, figures, reason: 'done' })).toEqual([
    '2026-11-29 12:00:01 192.0.2.7: ended UDP echo, 1 client, 64 bytes (done); 66,436 received, 1 sent, 25% missing',
  ]);
  expect(lines.of({ event: 'session', id: 1, figures })).toEqual([]);
});

it('who did not prove the key is told, in the language of whoever looks after the server', () => {
  const event = {
    event: 'refused',
    address: '192.0.2.7',
    code: 'key',
    message: server.noProof(),
    more: 0,
  } as const;
  expect(linesIn('en').of(event)[0]).toMatch(
    /refused: no proof of the key came: the client has another one, or none\.$/,
  );
  expect(linesIn('pt-BR').of(event)[0]).toMatch(/nenhuma prova da chave veio/);
});
