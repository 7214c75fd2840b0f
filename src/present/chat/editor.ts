/** The line that a person types: signs, a cursor, what was typed before, and completion. Pure. */
import { signsOf } from '../../width.ts';

export interface Editor {
  readonly signs: readonly string[];
  /** Signs before the cursor. */
  readonly at: number;
  /** Lines sent, oldest first. */
  readonly history: readonly string[];
  /** Which of them is shown; `history.length`: the line being written. */
  readonly turn: number;
  /** The line being written while an older one is shown. */
  readonly draft: string;
  /** Candidates of the last Tab, and which is in the line. */
  readonly offers: {
    readonly from: number;
    readonly names: readonly string[];
    readonly shown: number;
  } | null;
}

export const EMPTY_EDITOR: Editor = { signs: [], at: 0, history: [], turn: 0, draft: '', offers: null };
const MOST_HISTORY = 200;

export const textOf = (editor: Editor): string => editor.signs.join('');

const withText = (editor: Editor, text: string): Editor => {
  const signs = signsOf(text);
  return { ...editor, signs, at: signs.length, offers: null };
};

export function insert(editor: Editor, text: string): Editor {
  const before = editor.signs.slice(0, editor.at).join('') + text;
  const signs = signsOf(before + editor.signs.slice(editor.at).join(''));
  // What was typed may join with the sign before it.
  return { ...editor, signs, at: Math.min(signs.length, signsOf(before).length), offers: null };
}

/** Keys that change the line. @returns undefined where a key is none of them */
export function edited(editor: Editor, key: string): Editor | undefined {
  const { signs, at } = editor;
  const cut = (from: number, to: number): Editor => ({
    ...editor,
    signs: [...signs.slice(0, from), ...signs.slice(to)],
    at: from,
    offers: null,
  });
  switch (key) {
    case 'backspace':
      return at === 0 ? editor : cut(at - 1, at);
    case 'delete':
      return { ...cut(at, at + 1), at };
    case 'left':
    case 'ctrl-b':
      return { ...editor, at: Math.max(0, at - 1), offers: null };
    case 'right':
    case 'ctrl-f':
      return { ...editor, at: Math.min(signs.length, at + 1), offers: null };
    case 'home':
    case 'ctrl-a':
      return { ...editor, at: 0, offers: null };
    case 'end':
    case 'ctrl-e':
      return { ...editor, at: signs.length, offers: null };
    case 'ctrl-u':
      return cut(0, at);
    case 'ctrl-k':
      return { ...cut(at, signs.length), at };
    case 'ctrl-w':
      return cut(startOfWord(signs, at), at);
    case 'up':
      return recalled(editor, -1);
    case 'down':
      return recalled(editor, 1);
    default:
      return undefined;
  }
}

function startOfWord(signs: readonly string[], at: number): number {
  let from = at;
  while (from > 0 && signs[from - 1] === ' ') from--;
  while (from > 0 && signs[from - 1] !== ' ') from--;
  return from;
}

function recalled(editor: Editor, by: -1 | 1): Editor {
  const { history, turn, draft } = editor;
  const next = turn + by;
  if (next < 0 || next > history.length) return editor;
  const kept = turn === history.length ? textOf(editor) : draft;
  return { ...withText(editor, history[next] ?? kept), turn: next, draft: kept };
}

/** The line is sent, and the next one begins. */
export function sent(editor: Editor): Editor {
  const text = textOf(editor);
  const same = text.trim() === '' || editor.history.at(-1) === text;
  const history = same ? editor.history : [...editor.history, text].slice(-MOST_HISTORY);
  return { ...EMPTY_EDITOR, history, turn: history.length };
}

/** A command at the start of the line, a name elsewhere; Tab again offers the next. */
export function completed(editor: Editor, names: readonly string[], commands: readonly string[]): Editor {
  const { offers } = editor;
  if (offers !== null)
    return offer(editor, offers.from, offers.names, (offers.shown + 1) % offers.names.length);
  const from = startOfWord(editor.signs, editor.at);
  const typed = editor.signs.slice(from, editor.at).join('').toLocaleLowerCase();
  if (typed === '') return editor;
  const candidates = typed.startsWith('/') && from === 0 ? commands : names;
  const fitting = candidates.filter((name) => name.toLocaleLowerCase().startsWith(typed));
  return fitting.length === 0 ? editor : offer(editor, from, fitting, 0);
}

function offer(editor: Editor, from: number, names: readonly string[], shown: number): Editor {
  const name = names[shown]!;
  // At the start of a line a person is spoken to.
  const ending = from === 0 && !name.startsWith('/') ? ': ' : ' ';
  const rest = editor.signs.slice(editor.at);
  const before = signsOf(editor.signs.slice(0, from).join('') + name + ending);
  return { ...editor, signs: [...before, ...rest], at: before.length, offers: { from, names, shown } };
}
