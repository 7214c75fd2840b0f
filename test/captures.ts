/**
 * What the course material shows is what the tests saw: a block behind `<!-- capture: NAME -->` in the README, docs and docs/lessons. Times
 * differ from run to run; everything else has to be the same. With SOCKBENCH_CAPTURE set, the blocks are written anew.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folders = ['../docs/', '../docs/lessons/'].map((path) => new URL(path, import.meta.url));

const blockOf = (name: string): RegExp =>
  new RegExp(`(<!-- capture: ${name} -->\\n\`\`\`text\\n)((?:(?!\`\`\`)[\\s\\S])*)(\`\`\`)`);

/** @returns of each page that has the capture: what it shows, and what was seen, without their times */
export function captured(name: string, seen: string): { readonly shown: string; readonly seen: string }[] {
  const pages = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .map((name) => new URL(name, folder)),
  );
  pages.push(new URL('../README.md', import.meta.url));
  return pages.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const found = blockOf(name).exec(text);
    if (found === null) return [];
    if (process.env['SOCKBENCH_CAPTURE'] !== undefined)
      writeFileSync(
        file,
        text.replace(
          blockOf(name),
          (_, head, __, tail) => `${head}${seen.replace(/^\n+/, '').trimEnd()}\n${tail}`,
        ),
      );
    const shown = process.env['SOCKBENCH_CAPTURE'] === undefined ? found[2]! : seen;
    return [{ shown: timeless(shown), seen: timeless(seen) }];
  });
}

/** Without what differs: decimals, times, the bars that show them, and the columns that they widen. */
const timeless = (text: string): string =>
  text
    .trim()
    .replace(/[\d.,]+(–[\d.,]+)? %/g, '%')
    .replace(/\d+[.,]\d+/g, '#')
    .replace(/\b\d+(?= m?s\b)/g, '#')
    .replace(/─+/g, '─')
    .replace(/█+/g, '')
    .replace(/\s+/g, ' ');
