/** What a name that somebody gave for an output leads to, before anything is written; or why nothing may be. */
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { SockbenchError } from '../../errors.ts';
import { descriptorOf, requireGiven } from './descriptors.ts';
import { notSaved, refused } from './failure.ts';
import { isOwn, wayTo } from './links.ts';

export interface Wish {
  /** A file that has that name may be replaced. */
  readonly force?: boolean | undefined;
  /** What is written goes to the end of a file that has that name. */
  readonly append?: boolean | undefined;
}

/** `path` is the name at the end of all links. */
export type Place =
  /** Nothing has that name. */
  | { readonly kind: 'free'; readonly path: string }
  /** A file that may be replaced, or added to. */
  | { readonly kind: 'file'; readonly path: string; readonly found: Stats }
  /** A file without a byte in it: there is nothing to lose. */
  | { readonly kind: 'empty'; readonly path: string }
  | { readonly kind: 'pipe'; readonly path: string }
  /** `/dev/null`, a terminal. */
  | { readonly kind: 'device'; readonly path: string }
  /** Open already. */
  | { readonly kind: 'open'; readonly fd: number };

/** @throws SockbenchError where nothing may be written there: `file-exists`, `no-folder`, `not-writable`, `foreign-link` … */
export function placeOf(file: string, wish: Wish = {}): Place {
  const fd = descriptorOf(file);
  if (fd !== undefined) {
    requireGiven(fd, file);
    return { kind: 'open', fd };
  }
  try {
    return onDisk(file, wish);
  } catch (error) {
    throw notSaved(error, file);
  }
}

function onDisk(file: string, { force = false, append = false }: Wish): Place {
  // A name that ends in a slash is a folder's.
  if (file === '') throw new SockbenchError('no-name', 'save');
  if (file.endsWith('/')) throw refused('EISDIR', file);
  const { path, foreign } = wayTo(file);
  const found = lstatSync(path, { throwIfNoEntry: false });
  const linked = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (foreign !== undefined && (linked || found !== undefined))
    throw new SockbenchError('foreign-link', 'save', { file, link: foreign });
  if (found === undefined) return newFile(file, path, linked && !force && !append);
  if (found.isFIFO()) return pipe(file, path, found);
  if (found.isCharacterDevice()) return device(path);
  if (!found.isFile()) throw refused(found.isDirectory() ? 'EISDIR' : 'ENOTSUP', file);
  if (append || (found.size === 0 && isOwn(found))) {
    accessSync(path, constants.W_OK);
    return append && found.size > 0 ? { kind: 'file', path, found } : { kind: 'empty', path };
  }
  if (!force) throw refused('EEXIST', file);
  requireFolder(path);
  return { kind: 'file', path, found };
}

/** @param taken a link that leads nowhere is a name that is taken, too */
function newFile(file: string, path: string, taken: boolean): Place {
  if (taken) throw refused('EEXIST', file);
  requireFolder(path);
  return { kind: 'free', path };
}

const requireFolder = (path: string): void => accessSync(dirname(path), constants.W_OK | constants.X_OK);

function pipe(file: string, path: string, found: Stats): Place {
  if (!isOwn(found)) throw new SockbenchError('foreign-pipe', 'save', { file });
  accessSync(path, constants.W_OK);
  return { kind: 'pipe', path };
}

/** One that takes nothing (`/dev/full`) says so when it is asked to. */
function device(path: string): Place {
  const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    writeSync(fd, new Uint8Array(0));
  } finally {
    closeSync(fd);
  }
  return { kind: 'device', path };
}

/** @returns which two names lead to one place, by their numbers; also where one of them is open already */
export function sharedPlace(files: readonly string[]): [number, number] | undefined {
  const seen = new Map<string, number>();
  for (const [at, file] of files.entries()) {
    const key = placeKey(file);
    const other = seen.get(key);
    if (other !== undefined && !KEEPS_NOTHING.has(key)) return [other, at];
    seen.set(key, at);
  }
  return undefined;
}

/** A file that is there has a number, by whatever name or descriptor it is reached. */
function placeKey(file: string): string {
  const fd = descriptorOf(file);
  const path = fd === undefined ? wayTo(file).path : `descriptor ${fd}`;
  const found = fd === undefined ? lstatSync(path, { throwIfNoEntry: false }) : statOf(fd);
  return found?.isFile() === true ? `file ${found.dev} ${found.ino}` : path;
}

function statOf(fd: number): Stats | undefined {
  try {
    return fstatSync(fd);
  } catch {
    return undefined;
  }
}

const KEEPS_NOTHING: ReadonlySet<string> = new Set(['/dev/null']);
