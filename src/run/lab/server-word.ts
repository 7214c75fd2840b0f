/**
 * `SERVER` in a command stands for the address of the link's other side, also inside a word: `SERVER:5000`,
 * `http://SERVER:8000/`, `--host=SERVER`, a script in one word. A variable of that name is left to whoever reads it:
 * `$SERVER` is set in the environment.
 */

/** Alone or between signs: no part of a longer name, nor one that is given a value. */
const NAME = /(?<![\w$-])SERVER(?![\w-]|\.\w|=(?!=))/g;
/** What stands before it where a variable is read: `${SERVER`, `environ["SERVER`, `getenv("SERVER`, `env.SERVER`, `$env:SERVER`. */
const VARIABLE = /(?:\$\{[#!]?|env\w*(?:(?:\.|::)\w+)?\s*[[({.:]\s*\\*["'`]?)$/i;

/** An IPv6 address is put in brackets where a port follows, or a scheme, a user or a slash stands before. */
export function withServer(word: string, address: string): string {
  return word.replace(NAME, (_, at: number) => {
    const [before, after] = [word.slice(0, at), word.slice(at + 'SERVER'.length)];
    if (VARIABLE.test(before)) return 'SERVER';
    if (!address.includes(':') || before.endsWith('[')) return address;
    return /^:\d/.test(after) || /(?:\/\/|@)$/.test(before) ? `[${address}]` : address;
  });
}

/** Port of sockbench's server on the link: nobody else is there, so it is always free. */
export const PORT = 5000;

/** For commands on either side, in any language. */
export const serverVariables = (host: string): Record<string, string> => ({
  SERVER: host,
  SERVER_PORT: String(PORT),
});
