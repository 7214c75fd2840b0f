/** Control messages are believed or not: there is nothing between, whatever came. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ControlReader } from '../../src/wire/control-reader.ts';
import { encodeFrame } from '../../src/wire/frame.ts';
import { frameOf } from '../run/server/client.ts';
import { GRANT, HELLO, LEDGER } from '../session/control-messages.ts';

describe('what comes on a control connection', () => {
  it('is given as messages, each side’s own, without what nobody knows', () => {
    const reader = ControlReader.ofClients();
    const sent = Buffer.concat([encodeFrame({ ...HELLO, more: 1 }, 1), encodeFrame({ type: 'start' }, 1)]);
    expect(reader.push(sent)).toEqual([HELLO, { type: 'start' }]);
    expect(reader.mistake).toBeUndefined();
    expect(ControlReader.ofServers().push(encodeFrame(GRANT, 1))).toEqual([GRANT]);
    const wrong = ControlReader.ofClients();
    expect(wrong.push(encodeFrame(GRANT, 1))).toEqual([]);
    expect(wrong.mistake).toEqual({ kind: 'message', version: 1 });
  });

  it('ends with the first mistake, whose version is told where there was one', () => {
    const reader = ControlReader.ofClients();
    const sent = [{ type: 'start' }, { type: 'welcome', version: 7 }, { type: 'start' }];
    expect(reader.push(Buffer.concat(sent.map((message) => encodeFrame(message, 1))))).toEqual([
      { type: 'start' },
    ]);
    expect(reader.mistake).toEqual({ kind: 'message', version: 7 });
    expect(reader.push(encodeFrame({ type: 'start' }, 1))).toEqual([]);
    const text = ControlReader.ofClients();
    expect(text.push(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toEqual([]);
    expect(text.mistake).toEqual({ kind: 'frame', version: undefined });
  });

  it.each([
    ['depth', '['.repeat(16_000)],
    ['depth, closed', '['.repeat(65) + ']'.repeat(65)],
    ['values', `[${'[],'.repeat(300)}0]`],
    ['numbers', '{"type":"hello","version":1e999}'],
  ])('is bounded in %s before it is parsed', (_, text) => {
    const reader = ControlReader.ofClients();
    expect(reader.push(frameOf(text))).toEqual([]);
    expect(reader.mistake).toEqual({ kind: 'frame', version: undefined });
  });

  it('of a server may be a ledger of as many flows as there can be, and no more', () => {
    const column = Array<number>(65_536).fill(1);
    const ledger = { ...LEDGER, received: column, sent: column, notAnswered: column, drops: column };
    expect(ControlReader.ofServers().push(encodeFrame(ledger, 1))).toHaveLength(1);
    expect(ControlReader.ofServers().push(frameOf(`[${'0,'.repeat(2 ** 20)}0]`))).toEqual([]);
  });

  it('in one byte after the other costs no more than its length', () => {
    const sent = encodeFrame({ ...LEDGER, extents: {} }, 1);
    const reader = ControlReader.ofServers();
    const got = Array.from(sent, (byte) => reader.push(Buffer.of(byte))).flat();
    expect(got).toHaveLength(1);
  });

  it('never throws, and gives the same however it is cut', () => {
    const body = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(HELLO, { type: 'start' }, { type: 'ping' }),
    );
    fc.assert(
      fc.property(fc.array(body), fc.nat(), fc.uint8Array({ maxLength: 20 }), (bodies, cut, junk) => {
        const bytes = Buffer.concat([...bodies.map((one) => frameOf(JSON.stringify(one))), junk]);
        const at = bytes.length === 0 ? 0 : cut % bytes.length;
        const [whole, halves] = [ControlReader.ofClients(), ControlReader.ofClients()];
        const got = whole.push(bytes);
        expect([...halves.push(bytes.subarray(0, at)), ...halves.push(bytes.subarray(at))]).toEqual(got);
        expect(halves.mistake).toEqual(whole.mistake);
      }),
    );
  });
});
