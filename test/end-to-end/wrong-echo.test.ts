/** Echo servers of students on their first day, over both transports and on both engines. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/result/document/schema.ts';
import { words } from './command.ts';
import { commandHere } from './in-process.ts';

const ends: (() => void)[] = [];
afterAll(() => {
  for (const end of ends) end();
});

const SIZE = 100;

/** TCP and UDP on one port. */
async function echoing(serve: (bytes: Buffer) => Buffer): Promise<number> {
  const streams = createServer((socket) => {
    socket.on('error', () => {});
    // A busy machine may read several at once.
    socket.on('data', (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; at += SIZE) socket.write(serve(bytes.subarray(at, at + SIZE)));
    });
  });
  streams.listen(0, '127.0.0.1');
  await once(streams, 'listening');
  const { port } = streams.address() as { port: number };
  const datagrams = createSocket('udp4');
  datagrams.on('message', (bytes, from) => datagrams.send(serve(bytes), from.port, from.address));
  datagrams.bind(port, '127.0.0.1');
  await once(datagrams, 'listening');
  ends.push(() => {
    streams.close();
    datagrams.close();
  });
  return port;
}

describe.each([
  [
    'portable',
    'en',
    'prefix',
    /does not return what it gets.*106 bytes came back for 100, 6 of them in front/,
  ],
  ['linux', 'pt-BR', 'flip', /não devolve o que recebe.*o byte 81 é 0x01, e foi enviado 0x00/],
] as const)('engine %s', (engine, lang, server, sentence) => {
  it(`says in ${lang} what is wrong with the answers (${server}), and fails`, async () => {
    const serve = (bytes: Buffer): Buffer => {
      if (server === 'prefix') return Buffer.concat([Buffer.from('echo: '), bytes]);
      const changed = Buffer.from(bytes);
      changed[80]! ^= 1;
      return changed;
    };
    const port = await echoing(serve);
    const line = `compare echo://127.0.0.1:${port} --count 5 --size ${SIZE} --loss-threshold 1s`;
    const { status, out, err } = await commandHere(
      ...words(`${line} --engine ${engine} --json --ui none --lang ${lang}`),
    );
    const { transports, ending } = JSON.parse(out) as RunResult;
    expect([status, ending.status, ending.code]).toEqual([1, 'failed', 'wrong-answers']);
    expect(err.replace(/\s+/g, ' ')).toMatch(sentence);
    const kind = server === 'prefix' ? 'longer' : 'changed';
    for (const { probes, latency } of transports) {
      expect(probes).toMatchObject({ sent: 5, received: 0, lost: 5, wrong: { count: 5, [kind]: 5 } });
      expect(latency.service?.count ?? 0).toBe(0);
    }
  });
});
