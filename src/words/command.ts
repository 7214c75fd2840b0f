/**
 * The one way to a command that is printed for somebody to paste: it begins as the program is started where it will be
 * pasted, and its words are quoted so that bash, zsh, fish, cmd and PowerShell all read what is meant.
 */

/** Where the entry point leaves how it was started (`cli/started.ts`), for itself and for the processes it starts. */
export const STARTED_AS = 'SOCKBENCH_STARTED_AS';

const NAME = 'sockbench';

/**
 * @param where on this machine: as it was started here (`npx sockbench`, `node dist/cli/main.js`, or where nobody knows
 * the name alone); on another one: by npx where that was the way here, else by its name, since no path is another machine's
 */
function startedOn(where: 'this machine' | 'another'): string {
  const here = process.env[STARTED_AS] ?? NAME;
  return where === 'this machine' || here === NPX ? here : NAME;
}
const NPX = `npx ${NAME}`;

/**
 * For whoever reads it, on this machine.
 * @param line words that every shell takes as they stand, one space apart
 * @param words more words, whatever is in them
 */
export const typed = (line: string, ...words: readonly string[]): string => said('this machine', line, words);

/** For somebody at another machine: a guest, a classmate, an agent, the host of a room. Takes what {@link typed} takes. */
export const typedElsewhere = (line: string, ...words: readonly string[]): string =>
  said('another', line, words);

/** For whoever is at an address, such as `192.168.0.7:5000`: this machine, where it is loopback. */
export const typedAt = (address: unknown, line: string): string =>
  said(LOOPBACK.test(String(address)) ? 'this machine' : 'another', line, []);
const LOOPBACK = /^(?:127\.|localhost(?::|$)|\[::1\]|::1$)/;

const said = (where: Parameters<typeof startedOn>[0], line: string, words: readonly string[]): string =>
  [startedOn(where), line, ...words.map((word) => shellWord(word))].join(' ');

/** A command line that was kept, as one types it again; what did not begin with this program stays as it was. */
export function typedAgain(command: readonly string[]): string {
  const [program, ...words] = command;
  const rest = words.map((word) => shellWord(word)).join(' ');
  const begin = program === undefined || program === NAME ? startedOn('this machine') : shellWord(program);
  return rest === '' ? begin : `${begin} ${rest}`;
}

/**
 * A bare word means itself. PowerShell takes a comma for a list, and ends an option at a point or a colon; a leading `=`
 * is zsh's, `~`, `@`, `%` and `#` are somebody's.
 */
const BARE = /^(?:[\w./:+][\w./:@%=+-]*|-[\w=%@+-]*)$/;
/** Between double quotes all five take everything but `"`, `$`, a backquote, a backslash, and `!` before anything but a space. */
const DOUBLE = /^(?:[^"“”„$`\\!\p{Cc}]|!(?= ))*$/u;

/** One word, quoted where it has to be: for all five shells where there is such a way, else for those of this system. */
export function shellWord(word: string, windows: boolean = process.platform === 'win32'): string {
  if (BARE.test(word)) return word;
  if (DOUBLE.test(word)) return `"${word}"`;
  return windows ? windowsWord(word) : posixWord(word);
}

/** Single quotes for bash, zsh and fish. fish knows `\\` and `\'` between them, the others nothing: both stand outside. */
const posixWord = (word: string): string => `'${word.replace(/['\\]/g, (found) => `'\\${found}'`)}'`;

/** cmd takes `$` and a backquote as they are and PowerShell does not; PowerShell's own quotes say nothing to cmd. */
function windowsWord(word: string): string {
  if (/[$`“”„]/.test(word)) return `'${word.replaceAll("'", "''")}'`;
  // Backslashes before a quote, or at the end, are doubled (CommandLineToArgvW).
  return `"${word.replace(/(\\*)("|$)/g, (_, slashes: string, quote: string) => `${slashes}${slashes}${quote === '' ? '' : '\\"'}`)}"`;
}
