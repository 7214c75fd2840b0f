import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginsLetter, decoded, edited, isKey } from '../../../src/session/text/decoded.ts';
import { Telnet } from '../../../src/session/text/telnet.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const marked = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('text of programs that did not say .encode("utf-8")', () => {
  it.each([
    ['Olá, açaí', Buffer.from('Olá, açaí'), 'utf-8'],
    ['Olá', Buffer.from('\ufeffOlá'), 'utf-8'],
    ['', Buffer.alloc(0), 'utf-8'],
    ['Olá, ação', latin1('Olá, ação'), 'latin-1'],
    ['café', latin1('café'), 'latin-1'],
    [
      '“Olá” – 5 €',
      Buffer.from([0x93, 0x4f, 0x6c, 0xe1, 0x94, 0x20, 0x96, 0x20, 0x35, 0x20, 0x80]),
      'windows-1252',
    ],
    ['Olá!', marked('Olá!'), 'utf-16'],
    ['Ola Mundo!', Buffer.from('Ola Mundo!', 'utf16le'), 'utf-16'],
    ['Ola Mundo!', Buffer.from('Ola Mundo!', 'utf16le').swap16(), 'utf-16'],
    ['ação ç\ufffd', Buffer.from('ação çã').subarray(0, -1), 'utf-8'],
  ])('%j', (text, bytes, encoding) => expect(decoded(bytes)).toEqual({ text, encoding }));

  it('what is hardly text is not taken for some', () => {
    expect(decoded(Buffer.from([0, 1, 2, 3, 0xff, 0xfe, 0xfd, 4, 5])).encoding).toBe('bytes');
  });

  it('UTF-8 is always UTF-8', () => {
    const text = fc
      .string({ unit: 'grapheme-composite' })
      .filter((one) => !one.startsWith('\ufeff') && !one.includes('\0'));
    fc.assert(
      fc.property(text, (one) => {
        expect(decoded(Buffer.from(one))).toEqual({ text: one, encoding: 'utf-8' });
      }),
    );
  });
});

it('a letter that has begun is known by its first bytes', () => {
  for (const letter of ['á', '€', '😀']) {
    const bytes = Buffer.from(letter);
    for (let cut = 1; cut < bytes.length; cut++)
      expect(beginsLetter(Buffer.concat([Buffer.from('ol'), bytes.subarray(0, cut)]))).toBe(cut);
    expect(beginsLetter(bytes)).toBe(0);
    expect(isKey(bytes)).toBe(true);
    expect(isKey(Buffer.concat([bytes, bytes]))).toBe(false);
  }
  expect([beginsLetter(Buffer.from('abc')), isKey(Buffer.from('ola')), isKey(Buffer.from('\b'))]).toEqual([
    0,
    false,
    true,
  ]);
});

it.each([
  ['hellp\bo', 'hello'],
  ['á\x7fa', 'a'],
  ['\b\bx', 'x'],
  ['nothing', 'nothing'],
])('backspace edits %j', (typed, line) => expect(edited(typed)).toBe(line));

describe('telnet', () => {
  // As PuTTY begins: it will tell its window's size, speed and name, and asks for echo.
  const PUTTY = Buffer.from('fffb1ffffb20fffb18fffb27fffd01fffb03fffd03', 'hex');
  const WINDOW = Buffer.from('fffa1f00500018fff0', 'hex');

  it('negotiation is no text, in whatever pieces it comes', () => {
    const sent = Buffer.concat([
      PUTTY,
      Buffer.from('Ana\r\0'),
      WINDOW,
      Buffer.from('Ol'),
      Buffer.from('á\r\n'),
    ]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (pieces) => {
        const telnet = new Telnet();
        const data: Uint8Array[] = [];
        for (let at = 0, i = 0; at < sent.length; i++) {
          const length = pieces[i % pieces.length]!;
          data.push(Uint8Array.from(telnet.push(sent.subarray(at, at + length))));
          at += length;
        }
        expect(Buffer.concat([...data, telnet.rest()]).toString()).toBe('Ana\r\nOlá\r\n');
        expect(telnet.seen).toBe(true);
      }),
    );
  });

  it('twice 255 is one letter, and nobody else loses a byte', () => {
    const telnet = new Telnet();
    expect([...telnet.push(Buffer.from('fffb01ffff41', 'hex'))]).toEqual([255, 0x41]);
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const plain = bytes.filter((byte) => byte !== 255);
        expect([...new Telnet().push(plain)]).toEqual([...plain]);
      }),
    );
    expect(Buffer.from(new Telnet().push(latin1('ÿ é ÿx'))).toString('latin1')).toBe('ÿ é ÿx');
  });
});
