/** How many files this process may have open. Imports nothing of ours: it is asked before anything else is loaded. */
import { readFileSync } from 'node:fs';

/** The soft limit of open files; null where the system does not tell (then nothing is refused beforehand). */
export function openFileLimit(): number | null {
  try {
    const line = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    return line === null || line[1] === 'unlimited' ? null : Number(line[1]);
  } catch {
    // No /proc (macOS, Windows): the operating system's own refusal is reported when it comes.
    return null;
  }
}
