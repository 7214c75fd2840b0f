/** A portable port under test, and those at the other end. */
import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import { clockSince, machineNow } from '../../../src/clock.ts';
import { PortablePort } from '../../../src/net/portable/port.ts';
import { Batch } from '../../../src/wire/batch.ts';
import { readNumber, TYPE_PROBE, writeProbe } from '../../../src/wire/header.ts';

export const TOKEN = { high: 1, low: 2 };
const ports: PortablePort[] = [];
export const closers: (() => void)[] = [];
export const newPort = () => {
  const port = new PortablePort(clockSince(machineNow()));
  ports.push(port);
  return port;
};

/** After each test. */
export async function cleanUp(): Promise<void> {
  await Promise.all(ports.splice(0).map((port) => port.close()));
  for (const close of closers.splice(0)) close();
}

/** A server that sends every byte back. */
export async function tcpEcho(accepted?: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    closers.push(() => socket.destroy());
    if (accepted === undefined) socket.pipe(socket);
    else accepted(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return (server.address() as { port: number }).port;
}

export async function udpEcho(): Promise<number> {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => socket.send(message, from.port, from.address));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  closers.push(() => socket.close());
  return socket.address().port;
}

export function fill(batch: Batch, flow: number, numbers: readonly number[], length: number): void {
  batch.clear();
  for (const number of numbers) {
    const i = batch.count++;
    batch.flow[i] = flow;
    batch.length[i] = length;
    writeProbe(batch.view, i * 64, TYPE_PROBE, 0, 7, TOKEN, number);
  }
}

export async function collect(
  port: PortablePort,
  count: number,
): Promise<{ number: number; length: number; flow: number }[]> {
  const got: { number: number; length: number; flow: number }[] = [];
  const batch = new Batch(16);
  await new Promise<void>((resolve) => {
    const take = () => {
      port.receive(batch);
      for (let i = 0; i < batch.count; i++)
        got.push({ number: readNumber(batch.view, i * 64), length: batch.length[i]!, flow: batch.flow[i]! });
      if (got.length >= count) resolve();
    };
    port.onReady(take);
    take();
  });
  return got;
}
