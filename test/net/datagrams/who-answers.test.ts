/** A server on its first day: silent, gone, or answering with another socket than the one that was asked. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, expect, it } from 'vitest';
import { whoAnswers } from '../../../src/net/datagrams/who-answers.ts';

const open: Socket[] = [];
afterAll(() => {
  for (const socket of open) socket.close();
});

async function bound(): Promise<{ socket: Socket; address: string; port: number }> {
  const socket = createSocket('udp4');
  open.push(socket);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { address, port } = socket.address();
  return { socket, address, port };
}

const PATIENCE = 5000;

it('tells from where the answer comes, if from anywhere', async () => {
  const [asked, other] = [await bound(), await bound()];
  asked.socket.on('message', (bytes, from) => other.socket.send(bytes, from.port, from.address));
  const { address, port } = other;
  expect(await whoAnswers(asked, PATIENCE)).toEqual({ address, port });
  const echo = await bound();
  echo.socket.on('message', (bytes, from) => echo.socket.send(bytes, from.port, from.address));
  expect(await whoAnswers(echo, PATIENCE)).toBe('asked');
  const silent = await bound();
  expect(await whoAnswers(silent, 50)).toBeUndefined();
  open.splice(open.indexOf(silent.socket), 1);
  silent.socket.close();
  await once(silent.socket, 'close');
  expect(await whoAnswers(silent, PATIENCE)).toBe(process.platform === 'win32' ? undefined : 'refused');
});
