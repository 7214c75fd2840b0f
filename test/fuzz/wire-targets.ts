/** Parsers of what comes over a wire: control connections, probes, chats, packets, the lab. */
import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { Packet, readAddresses } from '../../src/link/packet/packet.ts';
import { receive, ToLinkSchema } from '../../src/run/lab/link/channel.ts';
import { DatagramReader } from '../../src/run/lab/relay/frames.ts';
import { parseCommand } from '../../src/session/chat/language/commands.ts';
import { decodeDatagram, encodeDatagram } from '../../src/session/chat/language/datagram.ts';
import { parseEvent, parseHello } from '../../src/session/chat/language/events.ts';
import { Lines } from '../../src/session/chat/language/lines.ts';
import { nameProblem } from '../../src/session/chat/names/names.ts';
import { LINE_BYTES } from '../../src/session/chat/rates/limits.ts';
import { Receiver } from '../../src/session/receiver.ts';
import { Batch, HEADER_BYTES } from '../../src/wire/batch.ts';
import { callerOf } from '../../src/wire/caller.ts';
import type { ControlReader } from '../../src/wire/control-reader.ts';
import { readHeader, TYPE_PROBE, writeProbe } from '../../src/wire/header.ts';
import { viewOf } from '../link/packets.ts';
import { must } from './promise.ts';

export const TOKEN = { high: 7, low: 9 };

const SIZE = 100;

export function control(make: () => ControlReader<unknown>): (bytes: Buffer) => boolean {
  return (bytes) => {
    const reader = make();
    const half = bytes.length >> 1;
    const messages = [...reader.push(bytes.subarray(0, half)), ...reader.push(bytes.subarray(half))];
    const again = make();
    must(again.push(bytes).length === messages.length, 'the cut of a stream changes nothing');
    must(reader.mistake?.kind === again.mistake?.kind, 'the cut of a stream changes no mistake');
    must(reader.mistake === undefined || reader.push(bytes).length === 0, 'a mistake is the end');
    return messages.length > 0;
  };
}

export function probe(type: number, flow: number, number: number): Buffer {
  const bytes = Buffer.alloc(type === TYPE_PROBE ? SIZE : HEADER_BYTES);
  writeProbe(viewOf(bytes), 0, type, 0, flow, TOKEN, number);
  return bytes;
}

const MEMORY = 100_000;

export function probes(bytes: Buffer): boolean {
  const receiver = new Receiver(
    { token: TOKEN, size: SIZE, flags: 0, first: 0, step: 1, mac: null },
    { flows: 4, ordered: false, memory: MEMORY },
  );
  const batch = new Batch(8);
  const header = Buffer.alloc(HEADER_BYTES);
  bytes.copy(header);
  for (let copy = 0; copy < 3; copy++) {
    header.copy(batch.headers, copy * HEADER_BYTES);
    batch.length[copy] = bytes.length;
    batch.flow[copy] = copy % 2;
    batch.time[copy] = copy;
    batch.count = copy + 1;
  }
  let answered = 0;
  receiver.ingest(batch, 0, () => answered++);
  const received = receiver.flows.concat(receiver.warmup).reduce((all, flow) => all + flow.received, 0);
  must(answered === received && answered <= 1, 'the first copy is answered, no other');
  must(receiver.moved === 3 && receiver.movedBytes === 3 * bytes.length, 'everything that came is counted');
  readHeader(viewOf(header), 0);
  callerOf(bytes);
  return answered === 1;
}

export function chatLines(bytes: Buffer): boolean {
  let got = 0;
  let problems = 0;
  const lines = new Lines(
    LINE_BYTES,
    (line) => {
      must(Buffer.byteLength(line) <= LINE_BYTES && !line.includes('\n'), 'a line is one, and bounded');
      parseCommand(line);
      nameProblem(line);
      if (parseHello(line) !== undefined || parseEvent(line) !== undefined) got++;
    },
    () => problems++,
  );
  for (let at = 0; at < bytes.length; at += 100) lines.push(bytes.subarray(at, at + 100));
  must(problems <= bytes.filter((byte) => byte === 10).length + 1, 'a problem is told once a line');
  return got > 0;
}

export function chatDatagrams(bytes: Buffer): boolean {
  const message = decodeDatagram(bytes);
  if (message === undefined) return false;
  must(encodeDatagram(message).length === bytes.length, 'what was understood is all there was');
  return true;
}

export function packets(bytes: Buffer): boolean {
  const packet = new Packet();
  packet.read(viewOf(bytes), 0, bytes.length);
  if (packet.protocol === -1) return false;
  must(packet.payloadLength >= 0 && packet.payloadLength <= 65_535, 'a payload of a packet');
  readAddresses(viewOf(bytes), 0, packet);
  return true;
}

/** Lines between a client and the link process; the cut of a stream changes nothing. */
export function linkLines(bytes: Buffer): boolean {
  const taken = (pieces: readonly Buffer[]): string => {
    const socket = new PassThrough() as unknown as Socket & PassThrough;
    const messages: unknown[] = [];
    receive(socket, ToLinkSchema, 4096, (message) => messages.push(message));
    // As the stream would hand them on, but at once.
    const decoder = new StringDecoder('utf8');
    for (const piece of pieces) if (!socket.destroyed) socket.emit('data', decoder.write(piece));
    return JSON.stringify(messages);
  };
  const half = bytes.length >> 1;
  const whole = taken([bytes]);
  must(
    whole === taken([bytes.subarray(0, half), bytes.subarray(half)]),
    'the cut of a stream changes nothing',
  );
  return whole !== '[]';
}

export function relayFrames(bytes: Buffer): boolean {
  const taken = (pieces: readonly Buffer[]): string => {
    const reader = new DatagramReader();
    const got: string[] = [];
    for (const piece of pieces)
      reader.push(piece, (guest, payload) => got.push(`${guest}:${payload.toString('hex')}`));
    return got.join();
  };
  const half = bytes.length >> 1;
  const whole = taken([bytes]);
  must(
    whole === taken([bytes.subarray(0, half), bytes.subarray(half)]),
    'the cut of a stream changes nothing',
  );
  return whole !== '';
}
