import { expect, it } from 'vitest';
import { parseCommand } from '../../../../src/session/chat/language/commands.ts';
import {
  EventSchema,
  helloLine,
  parseEvent,
  parseHello,
} from '../../../../src/session/chat/language/events.ts';

it.each([
  ['hello', { kind: 'say', text: 'hello' }],
  ['  hello', { kind: 'say', text: '  hello' }],
  ['//etc', { kind: 'say', text: '/etc' }],
  ['', { kind: 'nothing' }],
  ['   ', { kind: 'nothing' }],
  ['/me waves', { kind: 'act', text: 'waves' }],
  ['/me', { kind: 'form', command: '/me' }],
  ['/msg Bob hi there', { kind: 'private', to: 'Bob', text: 'hi there' }],
  ['/MSG Bob  hi', { kind: 'private', to: 'Bob', text: 'hi' }],
  ['/msg Bob', { kind: 'form', command: '/msg' }],
  ['/nick Zoe', { kind: 'nick', name: 'Zoe' }],
  ['/nick', { kind: 'form', command: '/nick' }],
  ['/who', { kind: 'who' }],
  ['/quit now', { kind: 'quit' }],
  ['/contrast', { kind: 'contrast', count: 50 }],
  ['/contrast 7', { kind: 'contrast', count: 7 }],
  ['/contrast 501', { kind: 'form', command: '/contrast' }],
  ['/contrast 0', { kind: 'form', command: '/contrast' }],
  ['/contrast 1e9', { kind: 'form', command: '/contrast' }],
  ['/dance', { kind: 'bad', command: '/dance' }],
  ['/', { kind: 'bad', command: '/' }],
])('%j', (line, command) => {
  expect(parseCommand(line)).toEqual(command);
});

it('a hello is read back, and nothing else is one', () => {
  const hello = { version: 1, transport: 'udp', name: 'Ana "x"' } as const;
  expect(parseHello(helloLine(hello))).toEqual(hello);
  for (const line of ['Ana', '/sockbench', '/sockbench {', '/sockbench {"version":1}', '/sockbench null'])
    expect(parseHello(line)).toBeUndefined();
});

it('a host is believed within bounds', () => {
  expect(parseEvent('{"event":"help"}')).toEqual({ event: 'help', host: false });
  for (const line of [
    'x',
    '{}',
    '{"event":"no"}',
    '{"event":"lost","id":1,"name":"a","count":-1}',
    `{"event":"lost","id":1,"name":"${'a'.repeat(101)}","count":1}`,
    '{"event":"welcome","token":"zz"}',
  ])
    expect(parseEvent(line)).toBeUndefined();
  expect(EventSchema.options.length).toBeGreaterThan(10);
});
