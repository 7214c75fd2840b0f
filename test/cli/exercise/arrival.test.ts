import { describe, expect, it } from 'vitest';
import { lessonOf, shownArrival } from '../../../src/cli/exercise/arrival.ts';
import { wordsFor } from '../../../src/words/index.ts';

const words = wordsFor('en');
const PLAIN = { hex: false, typed: false };
const shown = (text: string | Buffer, how = PLAIN) => shownArrival(Buffer.from(text), how, words).lines;

describe('what arrives is shown', () => {
  it.each([
    ['Ola Mundo!', ['Received: Ola Mundo!']],
    ['Ola Mundo!\n', ['Received: Ola Mundo!']],
    ['\r\n', ['Received: ']],
    ['', ['Received: ']],
    ['a\tb\x1b[2J\n', ['Received: a    b␛[2J']],
    [
      'um\ndois\ntres\n',
      ['Received 13 bytes at once, 3 lines:', '  line 1: um', '  line 2: dois', '  line 3: tres'],
    ],
    [
      '\nConnected by root\n',
      ['Received 19 bytes at once, 2 lines:', '  line 1: ', '  line 2: Connected by root'],
    ],
  ])('%j', (text, lines) => expect(shown(text)).toEqual(lines));

  it('what is long, or many, is cut, with how much it was', () => {
    const [long] = shown('x'.repeat(100_000));
    expect(long).toMatch(/^Received: x{300} … x{40} \(100,000 bytes in all\)$/);
    const many = shown('line\n'.repeat(1000));
    expect(many).toHaveLength(14);
    expect([many[0], many.at(-1)]).toEqual([
      'Received 5,000 bytes at once, 1,000 lines:',
      '  … and 988 more lines',
    ]);
    expect(shown('1\n'.repeat(13)).at(-1)).toBe('  … and 1 more line');
  });

  it('backspaces edit what was typed, and nothing else', () => {
    expect(shown('hellp\bo\r\n', { hex: false, typed: true })).toEqual(['Received: hello']);
    expect(shown('hellp\bo\r\n')).toEqual(['Received: hellp␈o']);
  });

  it('bytes of another alphabet are shown as what they probably are, with a sentence that teaches', () => {
    const arrival = shownArrival(Buffer.from('Olá, ação', 'latin1'), PLAIN, words);
    expect(arrival.lines).toEqual(['Received: Olá, ação']);
    expect(lessonOf(arrival.encoding, words)).toContain("Latin-1, not UTF-8: encode with .encode('utf-8')");
    expect(lessonOf('utf-8', words)).toBeUndefined();
  });
});
