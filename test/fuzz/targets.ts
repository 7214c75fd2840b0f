/** Every parser of bytes that others wrote: what is honest, and what must hold whatever comes. */
import { readFileSync } from 'node:fs';
import { impairmentFrom } from '../../src/cli/options/impairment.ts';
import { readKey } from '../../src/cli/options/key.ts';
import { parseTarget } from '../../src/cli/options/target.ts';
import { SockbenchError } from '../../src/errors.ts';
import { intervalsCsv } from '../../src/present/export/csv.ts';
import { markdownSummary } from '../../src/present/export/markdown.ts';
import { openMetrics } from '../../src/present/export/prometheus.ts';
import { summaryText } from '../../src/present/text/summary.ts';
import { parseAssertion } from '../../src/result/asserts/assertions.ts';
import { parseResult } from '../../src/result/document/codec.ts';
import { readHistogram } from '../../src/result/histogram.ts';
import { plainAddress } from '../../src/run/listening/addresses.ts';
import { datagram, encodeDatagram } from '../../src/session/chat/language/datagram.ts';
import { helloLine } from '../../src/session/chat/language/events.ts';
import { parseDuration, parseNumber, parseRatio } from '../../src/units.ts';
import { ControlReader } from '../../src/wire/control-reader.ts';
import { encodeFrame } from '../../src/wire/frame.ts';
import { TYPE_OPEN, TYPE_PROBE } from '../../src/wire/header.ts';
import { wordsFor } from '../../src/words/index.ts';
import { probePacket, segment } from '../link/packets.ts';
import { ATTACKS, HONEST } from '../present/scripts.ts';
import { HELLO } from '../run/server/client.ts';
import { bus, busSeeds } from './fleet-targets.ts';
import { must } from './promise.ts';
import { counted, drawn, marked, named, shown } from './text-targets.ts';
import {
  chatDatagrams,
  chatLines,
  control,
  linkLines,
  packets,
  probe,
  probes,
  relayFrames,
  TOKEN,
} from './wire-targets.ts';

export interface Target {
  readonly seeds: readonly Buffer[];
  /** Throws where a promise is broken. @returns whether it was understood as something */
  readonly check: (bytes: Buffer) => boolean;
}

const texts = (...list: string[]): Buffer[] => list.map((text) => Buffer.from(text));

/** Our own error is an answer; any other is a bug. */
function refusing(parse: () => unknown): boolean {
  try {
    return parse() !== undefined;
  } catch (error) {
    if (error instanceof SockbenchError) return false;
    throw error;
  }
}

const words = wordsFor('en');

function limitOf(text: string): number | undefined {
  const limit = parseAssertion(text)?.limit;
  return typeof limit === 'number' ? limit : undefined;
}

function options(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  const numbers = [parseDuration(text), parseNumber(text), parseRatio(text), limitOf(text)];
  for (const value of numbers)
    must(value === undefined || (value >= 0 && Number.isFinite(value)), 'no sign, and an end');
  const linked = refusing(() => impairmentFrom({ loss: text, delay: text, bandwidth: text }, 1, words));
  return linked || numbers.some((value) => value !== undefined);
}

function addresses(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  plainAddress(text);
  return refusing(() => {
    const { host, port } = parseTarget(text);
    must(
      /^[A-Za-z0-9._:%-]{1,253}$/.test(host) && port > 0 && port < 65_536,
      'a name or address, and a port',
    );
    return host;
  });
}

function keys(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  try {
    return readKey(undefined, { SOCKBENCH_KEY: text }) !== null;
  } catch (error) {
    must(error instanceof SockbenchError, 'one kind of error');
    must(!/Q#17/.test((error as Error).message), 'a key is never shown');
    return false;
  }
}

/** What is valid can be shown, too. */
function results(bytes: Buffer): boolean {
  return refusing(() => {
    const read = parseResult(bytes, 'x.json');
    const text = summaryText(read, words, { color: false, width: 20 + (bytes.length % 100) });
    must(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(text), 'nothing that a terminal acts on');
    markdownSummary(read, words);
    intervalsCsv(read);
    openMetrics(read);
    return read;
  });
}

const result = readFileSync(new URL('../fixtures/result-1.json', import.meta.url));

const histogram = /"(HISTF[^"]+)"/.exec(result.toString('utf8'))?.[1] ?? '';

export const TARGETS: Readonly<Record<string, Target>> = {
  'fleet-bus': { seeds: busSeeds, check: bus },
  'control-from-clients': {
    seeds: [HELLO, { type: 'start' }, { type: 'proof', proof: 'a'.repeat(64) }].map((m) => encodeFrame(m, 1)),
    check: control(() => ControlReader.ofClients()),
  },
  'control-from-servers': {
    seeds: [
      { type: 'challenge', nonce: '0'.repeat(32), proof: 'a'.repeat(64) },
      { type: 'error', code: 'busy', message: 'the server is full.' },
      { type: 'done' },
    ].map((message) => encodeFrame(message, 1)),
    check: control(() => ControlReader.ofServers()),
  },
  probes: {
    seeds: [probe(TYPE_PROBE, 0, 0), probe(TYPE_PROBE, 1, 5), probe(TYPE_OPEN, 0, 0)],
    check: probes,
  },
  'chat-lines': {
    seeds: texts(
      `${helloLine({ version: 1, transport: 'udp', name: 'Ana' })}\n/msg Bia olá\n/me waves\n`,
      '{"event":"name","again":false}\n',
    ),
    check: chatLines,
  },
  'chat-datagrams': {
    seeds: [
      encodeDatagram(datagram('message', TOKEN, { id: 1, number: 2, text: 'olá' })),
      encodeDatagram(datagram('lasts', TOKEN, { pairs: [{ id: 1, last: 2 }] })),
    ],
    check: chatDatagrams,
  },
  results: { seeds: [result], check: results },
  histograms: {
    seeds: texts(histogram),
    check: (bytes) => readHistogram(bytes.toString('latin1')) !== null,
  },
  options: {
    seeds: texts('10s', '1.5h', '64Ki', '5%', '0.05', 'p99<5ms', 'up.loss<0.1%', '10M'),
    check: options,
  },
  addresses: {
    seeds: texts(
      'localhost',
      'echo://10.0.0.1:7',
      '[::1]:5000',
      'sockbench://a.example:80/',
      '::ffff:1.2.3.4',
    ),
    check: addresses,
  },
  keys: { seeds: texts('ZQ#17 and more than sixteen bytes', 'ZQ#17'), check: keys },
  shown: { seeds: texts('plain', 'olá 👩‍👩‍👧 a\u0301', '\u001b[31mred\u001b[0m'), check: shown },
  drawn: { seeds: [...Object.values(HONEST), ...ATTACKS].map((text) => Buffer.from(text)), check: drawn },
  markdown: {
    seeds: texts(
      'see https://a.example/ or www.b.example',
      '@ana #1 $x$ :bomb: [a](b) <i> `c`',
      '- a',
      '1. b',
    ),
    check: marked,
  },
  names: { seeds: texts('Ana', 'Нина', 'नेहा', '李雷', 'สมชาย๒', 'ȷohn', '๐๐๐'), check: named },
  json: { seeds: [...texts('[[1,2e3],{"a":null}]', '1e999', '[[[[[[[[1]]]]]]]]'), result], check: counted },
  'link-lines': {
    seeds: texts(
      '{"type":"watch"}\n{"type":"start","transport":"udp","epoch":"12"}\n',
      '{"type":"report","id":1,"transport":"tcp","token":null,"session":false}\n',
    ),
    check: linkLines,
  },
  'relay-frames': {
    seeds: [Buffer.from('00000001000361626300000002000178', 'hex'), Buffer.alloc(6)],
    check: relayFrames,
  },
  packets: {
    seeds: [probePacket({}), probePacket({ version: 6 }), segment({ seq: 1, length: 7 })],
    check: packets,
  },
};
