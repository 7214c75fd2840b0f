// What each room (a folder of src) says of itself in its README.md, held: it has one, it is no hall, and only those call it
// whom it names ("Called by: a, b/c." are folders of src, each with all below it, or files beside them).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MOST_FILES = 16;

/** @param room a path below src */
function readRoom(room) {
  const file = join('src', room, 'README.md');
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const callers = /^Called by: (.+)\.$/m.exec(text)?.[1].split(', ');
  return callers === undefined ? undefined : { callers, single: /One subject:/.test(text) };
}

/** A room, or a file that stands in none. */
const isThere = (caller) => existsSync(join('src', caller)) || existsSync(join('src', `${caller}.ts`));
const isIn = (room, folder) => room === folder || room.startsWith(`${folder}/`);
const roomOf = (path) => dirname(path).slice('src/'.length);

/** @param modules of dependency-cruiser; @returns a sentence for each problem */
export function roomProblems(modules) {
  const rooms = new Map();
  const problems = [];
  for (const room of new Set(
    modules.map(({ source }) => roomOf(source)).filter((room) => room !== '' && !room.endsWith('/assets')),
  )) {
    const said = readRoom(room);
    if (said === undefined) {
      problems.push(
        `src/${room}/README.md: missing; it says in one sentence what the room is for, then "Called by: …." (see others)`,
      );
      continue;
    }
    rooms.set(room, said);
    const files = readdirSync(join('src', room)).filter((name) => /\.tsx?$/.test(name)).length;
    if (files > MOST_FILES && !said.single)
      problems.push(
        `src/${room}: ${files} files in one room; divide it, or say "One subject: …" in its README.md`,
      );
    for (const caller of said.callers)
      if (!['nobody', 'everybody'].includes(caller) && !isThere(caller))
        problems.push(`src/${room}/README.md: there is no ${caller}`);
  }
  for (const { source, dependencies } of modules) {
    const from = source.replace(/^src\//, '').replace(/\.tsx?$/, '');
    for (const { resolved } of dependencies) {
      const room = resolved.startsWith('src/') ? roomOf(resolved) : '';
      const { callers } = rooms.get(room) ?? {};
      if (callers === undefined || callers[0] === 'everybody' || isIn(from, room)) continue;
      if (!callers.some((caller) => isIn(from, caller)))
        problems.push(`${source} calls ${resolved}: src/${room}/README.md does not name it`);
    }
  }
  return problems;
}
