/** A job of the shell: Ctrl-Z stops it, `fg` brings it back, `bg` lets it go on while the terminal is the shell's. */
import { readFileSync } from 'node:fs';

/** Whoever draws on a terminal that is borrowed. */
export interface Tenant {
  /** Ends what has to end before the terminal is given back (Ink writes its last frame when it ends). */
  release(): void;
  /** Draws nothing, and reads no keys, until it is shown. @returns a promise where that takes time */
  hide(): Promise<void> | void;
  /** Draws anew, from scratch. */
  show(): void;
}

export interface Job {
  /** Hides the screen and stops every process of the job; when it goes on, the screen comes back. */
  suspend(): void;
  /** Nobody watches it any longer. */
  end(): void;
}

/** Looks for whether the terminal is ours again, ms: a job that runs behind the shell is not told when it is brought back. */
const LOOK = 200;

/** Also those are met who stop and continue processes without asking. @param screen takes the terminal, and leaves it */
export function watchJob(
  stdin: NodeJS.ReadStream,
  tenant: Tenant,
  screen: { take(): void; leave(): void },
): Job {
  let ended = false;
  let away = false;
  let raw = false;
  const suspend = (): void => {
    if (away || ended) return;
    away = true;
    void Promise.resolve(tenant.hide()).then(stop);
  };
  const stop = (): void => {
    if (ended) return;
    raw = stdin.isRaw ?? false;
    setRaw(stdin, false);
    screen.leave();
    process.off('SIGTSTP', suspend);
    stopJob();
    // It may never have stopped, where no shell would bring it back.
    later();
  };
  const later = (): void => void setTimeout(() => away && back(), LOOK).unref();
  const back = (): void => {
    if (ended) return;
    if (!process.listeners('SIGTSTP').includes(suspend)) process.on('SIGTSTP', suspend);
    if (!inForeground()) {
      // It goes on behind the shell, whose terminal this is now.
      if (!away) void tenant.hide();
      away = true;
      later();
      return;
    }
    if (!away) raw = stdin.isRaw ?? false;
    away = false;
    // Twice: whoever stopped it may have changed what this process believes is set.
    for (const mode of [!raw, raw]) setRaw(stdin, mode);
    screen.take();
    tenant.show();
  };
  process.on('SIGTSTP', suspend);
  process.on('SIGCONT', back);
  return {
    suspend,
    end: () => {
      ended = true;
      process.off('SIGTSTP', suspend);
      process.off('SIGCONT', back);
    },
  };
}

/** A terminal that is gone has no modes. */
function setRaw(stdin: NodeJS.ReadStream, mode: boolean): void {
  if (!stdin.isTTY) return;
  try {
    stdin.setRawMode(mode);
  } catch {
    // Its end is met elsewhere.
  }
}

/**
 * Whether the terminal is this job's. Fields 5 and 8 of /proc/self/stat (proc(5)): our process group, and the one that the
 * terminal listens to.
 * @returns true where the system does not tell
 */
export function inForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    // The second field, the program's name, may contain spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [group, terminal] = [Number(fields[2]), Number(fields[5])];
    return terminal <= 0 || group === terminal;
  } catch {
    return true;
  }
}

/**
 * Stops every process of the job, as the terminal does where Ctrl-Z is not a key of a screen. Nobody may have a handler for
 * SIGTSTP then. Where no shell would bring it back, the system does not stop it.
 */
const stopJob = (): void => void process.kill(0, 'SIGTSTP');
