import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  completed,
  type Editor,
  EMPTY_EDITOR,
  edited,
  insert,
  sent,
  textOf,
} from '../../../src/present/chat/editor.ts';

const typed = (text: string): Editor => insert(EMPTY_EDITOR, text);
const press = (editor: Editor, ...keys: string[]): Editor =>
  keys.reduce((before, key) => edited(before, key) ?? before, editor);

describe('editing', () => {
  it('any keys keep the cursor within the line and each sign whole', () => {
    const key = fc.constantFrom(
      'left',
      'right',
      'home',
      'end',
      'delete',
      'backspace',
      'ctrl-w',
      'ctrl-u',
      'ctrl-k',
      'up',
      'down',
    );
    const action = fc.oneof(
      key,
      fc.string({ unit: 'grapheme', maxLength: 4 }).map((text) => `text:${text}`),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        let editor = EMPTY_EDITOR;
        for (const one of actions) {
          editor = one.startsWith('text:') ? insert(editor, one.slice(5)) : press(editor, one);
          expect(editor.at).toBeGreaterThanOrEqual(0);
          expect(editor.at).toBeLessThanOrEqual(editor.signs.length);
          const whole = [...new Intl.Segmenter().segment(textOf(editor))].map(({ segment }) => segment);
          expect(editor.signs.join('')).toBe(whole.join(''));
        }
      }),
    );
  });

  it('a family of four is one sign, and an accent goes with its letter', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(textOf(press(typed(`a${family}`), 'backspace'))).toBe('a');
    expect(textOf(press(typed(`${family}a`), 'home', 'delete'))).toBe('a');
    expect(textOf(press(typed('a'), 'delete'))).toBe('a');
    expect(textOf(insert(typed('e'), '\u0301'))).toBe('e\u0301');
    expect(insert(typed('e'), '\u0301').at).toBe(1);
  });

  it('inserts at the cursor, and cuts words and ends', () => {
    const line = typed('one two three');
    expect(textOf(insert(press(line, 'home'), '> '))).toBe('> one two three');
    expect(textOf(press(line, 'ctrl-w'))).toBe('one two ');
    expect(textOf(press(line, 'left', 'left', 'ctrl-k'))).toBe('one two thr');
    expect(textOf(press(line, 'left', 'ctrl-u'))).toBe('e');
  });
});

describe('history', () => {
  it('brings back what was sent, and the line being written after it', () => {
    let editor = sent(typed('first'));
    editor = sent(insert(editor, 'second'));
    editor = insert(editor, 'draft');
    expect(textOf(press(editor, 'up'))).toBe('second');
    expect(textOf(press(editor, 'up', 'up', 'up'))).toBe('first');
    expect(textOf(press(editor, 'up', 'up', 'down', 'down', 'down'))).toBe('draft');
    expect(sent(insert(editor, '')).history).toEqual(['first', 'second', 'draft']);
  });

  it('keeps neither empty lines nor the same line twice in a row', () => {
    const once = sent(typed('same'));
    expect(sent(insert(once, 'same')).history).toEqual(['same']);
    expect(sent(insert(once, '   ')).history).toEqual(['same']);
  });
});

describe('completion', () => {
  const names = ['Ana', 'Andréa', 'Bob'];
  const commands = ['/who', '/me', '/msg'];
  const tab = (editor: Editor): Editor => completed(editor, names, commands);

  it('offers who is here, one after another', () => {
    const first = tab(typed('an'));
    expect(textOf(first)).toBe('Ana: ');
    expect(textOf(tab(first))).toBe('Andréa: ');
    expect(textOf(tab(tab(first)))).toBe('Ana: ');
    expect(textOf(tab(insert(first, 'b')))).toBe('Ana: Bob ');
  });

  it('offers commands at the start of the line only', () => {
    expect(textOf(tab(typed('/m')))).toBe('/me ');
    expect(textOf(tab(tab(typed('/m'))))).toBe('/msg ');
    expect(textOf(tab(typed('/msg b')))).toBe('/msg Bob ');
    expect(textOf(tab(typed('say /m')))).toBe('say /m');
    expect(textOf(tab(typed('')))).toBe('');
    expect(textOf(tab(typed('zz')))).toBe('zz');
  });
});
