/** What ends a command before its time: a signal, or that nobody reads any more what it says. */
import type { CliContext } from './context.ts';
import { onReaderGone } from './reader-gone.ts';
import { onStopSignals } from './signals.ts';

export interface Early {
  /** Aborts where somebody does not wait for those who read what is saved. */
  readonly saving: AbortSignal;
  /** What was to be measured is known: from now on only the saving can be ended. */
  over(): void;
  /** Not before all is written: until then it would be lost to a signal. */
  forget(): void;
}

/**
 * @param stop ends it, what is on its way is still awaited; the second time it is not
 * @param worth a file, a screen or a verdict is worth the rest of it; a pipe that nobody reads is not
 */
export function endsEarly(stop: () => void, worth: boolean, { stdout }: CliContext): Early {
  const saving = new AbortController();
  let isOver = false;
  const signals = onStopSignals(() => {
    stop();
    if (isOver) saving.abort();
  });
  const atOnce = (): void => {
    stop();
    stop();
  };
  const reader = worth ? undefined : onReaderGone(stdout, atOnce);
  return {
    saving: saving.signal,
    over: () => {
      isOver = true;
      reader?.forget();
    },
    forget: () => {
      reader?.forget();
      signals.forget();
    },
  };
}
