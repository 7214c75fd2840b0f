/** Peers on node:net and node:dgram for a linux port under test, and turns of its loop. */
import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import { clockSince, machineNow } from '../../../src/clock.ts';
import { isKernel, type Kernel, openKernel } from '../../../src/net/linux/kernel/kernel.ts';
import { LinuxPort, type LinuxPortOptions } from '../../../src/net/linux/port.ts';
import { Batch } from '../../../src/wire/batch.ts';
import { readNumber, TYPE_PROBE, writeProbe } from '../../../src/wire/header.ts';

const opened = await openKernel();
/** The kernel, or why the tests of this folder cannot run here. */
export const kernel: Kernel | undefined = isKernel(opened) ? opened : undefined;
if (!isKernel(opened)) console.log(`engine linux: skipped (${opened.obstacle}: ${opened.detail})`);

export const TOKEN = { high: 1, low: 2 };
const cleanups: (() => void | Promise<void>)[] = [];

export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

export const later = (cleanup: () => void | Promise<void>) => cleanups.push(cleanup);

export function newPort(options: Partial<LinuxPortOptions> = {}): LinuxPort {
  const port = new LinuxPort({ kernel: kernel!, clock: clockSince(machineNow()), ...options });
  later(() => port.close());
  return port;
}

/** A server on loopback that sends every byte back, or does as told. */
export async function tcpPeer(accepted?: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    later(() => void socket.destroy());
    if (accepted === undefined) socket.pipe(socket);
    else accepted(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  later(() => void server.close());
  return (server.address() as { port: number }).port;
}

export async function udpEcho(address = '127.0.0.1'): Promise<number> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (message, from) => socket.send(message, from.port, from.address));
  await new Promise<void>((resolve) => socket.bind(0, address, resolve));
  later(() => void socket.close());
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

/** Turns of the loop, each with a turn of the event loop for the peers, until `done`. */
export async function turns(port: LinuxPort, done: () => boolean): Promise<void> {
  while (!done()) {
    port.wait(100_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export interface Arrival {
  readonly flow: number;
  readonly number: number;
  readonly length: number;
}

export async function collect(port: LinuxPort, count: number, capacity = 16): Promise<Arrival[]> {
  const got: Arrival[] = [];
  const batch = new Batch(capacity);
  await turns(port, () => {
    port.receive(batch);
    for (let i = 0; i < batch.count; i++)
      got.push({ flow: batch.flow[i]!, number: readNumber(batch.view, i * 64), length: batch.length[i]! });
    return got.length >= count;
  });
  return got;
}

export const range = (count: number): number[] => [...Array(count).keys()];
