/**
 * Borrows the terminal: the alternate screen while a dashboard is on, and everything as it was found afterwards,
 * whatever ends it: the person, the end of the run, a crash, or a signal. A job that is stopped gives it back for so long.
 */
import { type Tenant, watchJob } from './job.ts';

export type { Tenant } from './job.ts';

const ESC = '\u001B[';
/** Without autowrap: a row that a terminal draws wider than was counted ends at the edge, and stands in no other row. */
export const ENTER = `${ESC}?1049h${ESC}?25l${ESC}?7l${ESC}2J${ESC}H`;
/** From the alternate screen to the normal one, with a cursor. */
export const LEAVE = `${ESC}0m${ESC}?7h${ESC}?25h${ESC}?1049l`;

const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;
type Signal = (typeof SIGNALS)[number];
type Listener = (signal: NodeJS.Signals) => void;

export interface BorrowedTerminal {
  /** Gives the terminal back; doing it again does nothing. */
  restore(): void;
  /** Gives it back and stops the job; when it goes on, the screen comes back. */
  suspend(): void;
}

export type Borrow = (
  stdout: NodeJS.WriteStream,
  stdin: NodeJS.ReadStream,
  tenant: Tenant,
) => BorrowedTerminal;

/**
 * @param planned a signal came for which the process has plans of its own: the terminal is restored at once, or the plans
 * are waited for. Without plans it is restored, and the signal does what it ever does.
 */
export function borrowTerminal(
  stdout: NodeJS.WriteStream,
  stdin: NodeJS.ReadStream,
  tenant: Tenant,
  planned: 'restore' | 'wait' = 'restore',
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
    job.end();
    try {
      tenant.release();
    } finally {
      if (stdin.isTTY) attempt(() => stdin.setRawMode(wasRaw));
      // Ink stops listening, but not reading: keys would be taken from the next program. Only once its listeners are
      // gone does a stream that is paused stop reading.
      setImmediate(() => attempt(() => stdin.pause()));
      leaveTerminal(stdout);
    }
  };
  const onSignal = (signal: Signal): void => {
    const hasPlans = (before.get(signal) ?? []).length > 0;
    if (hasPlans && planned === 'wait') return;
    restore();
    if (!hasPlans) process.kill(process.pid, signal);
  };
  const job = watchJob(stdin, tenant, {
    take: () => stdout.write(ENTER),
    leave: () => leaveTerminal(stdout),
  });
  for (const signal of SIGNALS) process.on(signal, onSignal as Listener);
  process.on('exit', restore);
  process.on('uncaughtExceptionMonitor', restore);
  return { restore, suspend: () => job.suspend() };
}

/** Of a screen whose terminal another process has borrowed, and will give back. @param suspend asks that process */
export const lentTerminal =
  (suspend: () => void): Borrow =>
  (_stdout, stdin, tenant) => {
    let borrowed = true;
    return {
      restore: () => {
        if (!borrowed) return;
        borrowed = false;
        tenant.release();
        setImmediate(() => attempt(() => stdin.pause()));
      },
      suspend: () => {
        void Promise.resolve(tenant.hide()).then(suspend);
      },
    };
  };

/** From the alternate screen to the normal one. */
export function leaveTerminal(stdout: NodeJS.WriteStream): void {
  attempt(() => stdout.write(LEAVE));
}

/** A terminal that is gone (SIGHUP) cannot be restored, and that is no failure. */
function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // Nothing is left to be done for it.
  }
}
