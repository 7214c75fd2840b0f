/** How much memory the process holds. Linux tells it by a file, which cannot be opened once file descriptors have run out. */
let last = 0;

/** Bytes; while the system does not tell, what it told last. */
export function residentBytes(): number {
  try {
    last = process.memoryUsage.rss();
  } catch {
    // EMFILE: a server that cannot look it up goes on with what it knew.
  }
  return last;
}
