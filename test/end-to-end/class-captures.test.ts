/** What docs/aula.md and docs/class.md show of the exercises is what the built command and the programs beside them say. */
import { afterEach, describe, expect, it } from 'vitest';
import { captured } from '../captures.ts';
import { endAll, ROOT, run, sockbench } from './command.ts';

afterEach(endAll);

/** Ports and times differ. */
const usual = (text: string): string =>
  text.replace(/127\.0\.0\.1:\d+/g, '192.168.0.9:51324').replace(/\d+([.,]\d+)? ms/g, '0.4 ms');

/** The server's side of a lab speaks on standard error; the first line is the lab's own. */
const ofServer = (err: string): string => err.trim().split('\n').slice(1).join('\n');

function same(name: string, seen: string): void {
  expect(seen).not.toBe('');
  const all = captured(name, seen);
  expect(all).toHaveLength(1);
  for (const one of all) expect(one.shown).toBe(one.seen);
}

describe.each([
  ['en', 'en', /Received/],
  ['pt-BR', 'pt', /Recebido/],
] as const)('the exercises in %s', (language, tag, received) => {
  it('show what both ends say of a message', async () => {
    const listener = sockbench(['listen', '--port', '0', '--once', '--lang', language]);
    const [, port] = await listener.until(/(?:port|porta) (\d+)/);
    const sent = await run('send', 'Ola Mundo', `127.0.0.1:${port}`, '--wait', '0s', '--lang', language);
    await listener.until(received);
    const { out } = await listener.ended;
    const from = out.split('\n').findIndex((line) => /^(Connected by|Conectado por)/.test(line));
    same(`aula-listen-${tag}`, usual(out.split('\n').slice(from).join('\n')));
    same(`aula-send-${tag}`, usual(sent.out).replace('192.168.0.9:51324', '192.168.0.7:5000'));
  });

  it('show what a student’s TCP makes of a link that loses a fifth', async () => {
    const python = (name: string): string => `python3 ${ROOT}docs/python/${name}.py`;
    const { status, err } = await run(
      'lab',
      '--loss',
      '20%',
      '--server',
      python('servidor_tcp'),
      '--',
      ...python('cliente_tcp').split(' '),
      'SERVER',
    );
    expect(status).toBe(0);
    same(`aula-lab-tcp-${tag}`, ofServer(err));
  });
});

it('over UDP the same program misses what the link lost', async () => {
  const python = (name: string): string => `python3 ${ROOT}docs/python/${name}.py`;
  const { err } = await run(
    'lab',
    '--drop',
    '3,4',
    '--server',
    python('servidor_udp'),
    '--',
    ...python('cliente_udp').split(' '),
    'SERVER',
  );
  expect(ofServer(err)).toBe('48 de 50 datagramas chegaram; não chegaram: 02 03');
});
