/** Peers on node:net and node:dgram, for ports on real sockets. */
import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import type { Port } from '../../src/net/port.ts';
import type { Behaviour, Peer, PortBench } from './bench.ts';

const HOST = '127.0.0.1';
const LIMIT_MS = 20_000;

export function realBench(port: Port): PortBench {
  const closers: (() => void)[] = [];
  return {
    port,
    nowhere: { address: HOST, port: 1 },
    peer: (transport, behaviour) =>
      transport === 'tcp' ? streamPeer(behaviour, closers) : datagramPeer(behaviour, closers),
    async until(done) {
      const limit = performance.now() + LIMIT_MS;
      while (!done()) {
        if (performance.now() > limit) throw new Error('it never happened');
        port.wait(100_000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async close() {
      await port.close();
      for (const close of closers) close();
    },
  };
}

async function streamPeer(behaviour: Behaviour, closers: (() => void)[]): Promise<Peer> {
  let bytes = 0;
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    if (behaviour === 'hold') socket.pause();
    else
      socket.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (behaviour === 'echo') socket.write(chunk);
        else if (behaviour === 'end') socket.end();
        else socket.resetAndDestroy();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const release = () => {
    for (const socket of sockets) {
      socket.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      socket.resume();
    }
  };
  return { address: { address: HOST, port: portOf(server.address()) }, bytes: () => bytes, release };
}

async function datagramPeer(behaviour: Behaviour, closers: (() => void)[]): Promise<Peer> {
  let bytes = 0;
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    bytes += message.length;
    const answer = behaviour === 'short' ? message.subarray(0, 10) : message;
    if (behaviour !== 'hold') socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, HOST, resolve));
  closers.push(() => socket.close());
  return { address: { address: HOST, port: socket.address().port }, bytes: () => bytes, release: () => {} };
}

const portOf = (address: unknown): number => (address as { port: number }).port;
