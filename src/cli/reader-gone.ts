/**
 * The reader went away: `… | head -1` has what it wanted, and nobody will read what is still to come. A write tells (EPIPE),
 * and where nothing is written for a while the system is asked.
 */
import { fstatSync } from 'node:fs';

const LOOK_MS = 1000;
const STDOUT = 1;
/** What a write says when there is nobody to read it: the reader went away, or the terminal. */
export const GONE: ReadonlySet<string> = new Set(['EPIPE', 'EIO', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/** @param gone called once, when whoever read standard output has gone */
export function onReaderGone(stdout: NodeJS.WriteStream, gone: () => void): { forget(): void } {
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const forget = (): void => {
    over = true;
    clearInterval(timer);
    stdout.off('error', failed);
  };
  const tell = (): void => {
    if (over) return;
    forget();
    gone();
  };
  const failed = ({ code }: NodeJS.ErrnoException): void => {
    if (GONE.has(code ?? '')) tell();
  };
  stdout.on('error', failed);
  if (isPipe()) {
    timer = setTimeout(() => {
      void hangUp().then((isGone) => {
        if (over || isGone === undefined) return;
        timer = setInterval(() => isGone() && tell(), LOOK_MS).unref();
        if (isGone()) tell();
      });
    }, LOOK_MS).unref();
  }
  return { forget };
}

/** Terminals tell by a signal, and files have no readers. */
function isPipe(): boolean {
  try {
    const standard = fstatSync(STDOUT);
    return standard.isFIFO() || standard.isSocket();
  } catch {
    // Closed: the first write says so.
    return false;
  }
}

async function hangUp(): Promise<(() => boolean) | undefined> {
  const { hangUpOf } = await import('../net/linux/stream/hung-up.ts');
  return hangUpOf(STDOUT);
}
