/**
 * The way to a file, link by link. Whoever may write to a folder, such as /tmp, can put a link there that leads a careless
 * program to a file of somebody else: only links of one's own are followed, and those of the system.
 */
import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

export interface Way {
  /** The name at the end of all links; it may not exist. */
  readonly path: string;
  /** The first link on the way that somebody else made. */
  readonly foreign: string | undefined;
}

const MOST_LINKS = 40;
const OTHERS_MAY_WRITE = 0o022;

/** @throws the system's error where a part of the way cannot be looked at, or goes in a circle */
export function wayTo(file: string): Way {
  if (process.geteuid === undefined) return { path: resolve(file), foreign: undefined };
  let at = isAbsolute(file) ? '/' : process.cwd();
  let rest = file.split('/');
  let links = 0;
  let foreign: string | undefined;
  while (rest.length > 0) {
    const [part, ...others] = rest as [string, ...string[]];
    rest = others;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      at = dirname(at);
      continue;
    }
    const next = join(at, part);
    const found = lstatSync(next, { throwIfNoEntry: false });
    if (found?.isSymbolicLink() !== true) {
      at = next;
      continue;
    }
    if (!isTrusted(found, lstatSync(at))) foreign ??= next;
    if (++links > MOST_LINKS) throw Object.assign(new Error('links in a circle'), { code: 'ELOOP' });
    const target = readlinkSync(next);
    if (isAbsolute(target)) at = '/';
    rest = [...target.split('/'), ...rest];
  }
  return { path: at, foreign };
}

/** One's own, or the system's in a folder where nobody else can put one. */
function isTrusted(link: Stats, folder: Stats): boolean {
  if (isOwn(link)) return true;
  const system = lstatSync('/').uid;
  return link.uid === system && folder.uid === system && (folder.mode & OTHERS_MAY_WRITE) === 0;
}

/** Where there are no owners (Windows), everything is one's own. */
export const isOwn = ({ uid }: Stats): boolean => uid === (process.geteuid?.() ?? uid);
