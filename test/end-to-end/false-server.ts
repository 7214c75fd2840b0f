/** A server that grants, answers datagrams and goes on speaking, and tells of itself what a test wants. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Grant, ServerLedger } from '../../src/wire/control.ts';
import { ControlReader } from '../../src/wire/control-reader.ts';
import { encodeFrame } from '../../src/wire/frame.ts';
import {
  FLAG_ANSWER,
  OFFSET_FLAGS,
  PROTOCOL_VERSION,
  TYPE_OPEN,
  TYPE_OPENED,
} from '../../src/wire/header.ts';
import { GRANT } from '../session/control-messages.ts';

const SPEAKS_MS = 200;
const OFFSET_TYPE = 2;
const SNAPSHOT = {
  type: 'snapshot',
  received: 1,
  sent: 1,
  duplicates: 0,
  reordered: 0,
  bytesReceived: 64,
  bytesSent: 64,
};

export interface FalseServer {
  readonly target: string;
  end(): void;
}

/**
 * @param ledger null: it never tells any, nor that it has sent its stream
 * @param texts what it says of itself
 */
export async function falseServer(
  granted: Partial<Grant['granted']>,
  ledger: ServerLedger | null,
  texts: Partial<Pick<Grant, 'tool' | 'engine' | 'notice' | 'limited'>> = {},
): Promise<FalseServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const say = (message: object): void => void socket.write(encodeFrame(message, PROTOCOL_VERSION));
    const speaking = setInterval(() => say(SNAPSHOT), SPEAKS_MS);
    socket.on('error', () => {}).on('close', () => clearInterval(speaking));
    const reader = ControlReader.ofClients();
    socket.on('data', (chunk: Buffer) => {
      for (const body of reader.push(chunk)) {
        if (body.type === 'hello')
          say({ ...GRANT, ...texts, address: '127.0.0.1', granted: { ...GRANT.granted, ...granted } });
        if (body.type === 'close' && ledger !== null) say(ledger);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const datagrams = createSocket('udp4').bind(port, '127.0.0.1');
  datagrams.on('message', (message, from) => {
    const type = message[OFFSET_TYPE]!;
    message[OFFSET_TYPE] = (type & 0xf0) | ((type & 0x0f) === TYPE_OPEN ? TYPE_OPENED : type & 0x0f);
    message[OFFSET_FLAGS]! |= FLAG_ANSWER;
    datagrams.send(message, from.port, from.address);
  });
  await once(datagrams, 'listening');
  return {
    target: `127.0.0.1:${port}`,
    end: () => {
      server.close();
      datagrams.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
