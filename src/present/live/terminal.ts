/**
 * Borrows the terminal: the alternate screen while a dashboard is on, and everything as it was found afterwards,
 * whatever ends it: the person, the end of the run, a crash, or a signal.
 */
const ESC = '\u001B[';
const ENTER = `${ESC}?1049h${ESC}?25l${ESC}2J${ESC}H`;
const LEAVE = `${ESC}0m${ESC}?25h${ESC}?1049l`;

const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;
type Signal = (typeof SIGNALS)[number];
type Listener = (signal: NodeJS.Signals) => void;

export interface BorrowedTerminal {
  /** Gives the terminal back; doing it again does nothing. */
  restore(): void;
}

/**
 * @param release what has to end before the terminal is given back (Ink writes its last frame when it ends).
 * @param signalled a signal came, the terminal is restored: whether the process has its own plans for it.
 */
export function borrowTerminal(
  stdout: NodeJS.WriteStream,
  stdin: NodeJS.ReadStream,
  release: () => void,
): BorrowedTerminal {
  const wasRaw = stdin.isRaw ?? false;
  // Whoever listened before the screen came has plans of their own; without them a signal ends the process as ever.
  const before = new Map<Signal, readonly unknown[]>(
    SIGNALS.map((signal) => [signal, process.listeners(signal)]),
  );
  let borrowed = true;
  stdout.write(ENTER);

  const restore = (): void => {
    if (!borrowed) return;
    borrowed = false;
    for (const signal of SIGNALS) process.off(signal, onSignal as Listener);
    process.off('exit', restore);
    process.off('uncaughtExceptionMonitor', restore);
    try {
      release();
    } finally {
      if (stdin.isTTY) attempt(() => stdin.setRawMode(wasRaw));
      // Ink stops listening, but not reading: keys would be taken from the next program. Only once its listeners are
      // gone does a stream that is paused stop reading.
      setImmediate(() => attempt(() => stdin.pause()));
      attempt(() => stdout.write(LEAVE));
    }
  };
  const onSignal = (signal: Signal): void => {
    const planned = (before.get(signal) ?? []).length > 0;
    restore();
    if (!planned) process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal as Listener);
  process.on('exit', restore);
  process.on('uncaughtExceptionMonitor', restore);
  return { restore };
}

/** A terminal that is gone (SIGHUP) cannot be restored, and that is no failure. */
function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // Nothing is left to be done for it.
  }
}
