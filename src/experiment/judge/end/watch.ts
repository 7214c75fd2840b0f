/** What a command and all that it started use, read from /proc: by descent, so that nothing that forks gets away. */
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';

const PAGE = 4096;
/** Of stat(2). */
const BLOCK = 512;

export interface Usage {
  readonly processes: number;
  /** Bytes that are resident (what several share counts for each), or in files without a name that live in memory. */
  readonly memory: number;
}

/** @param most processes that are looked at: beyond that they are too many anyhow */
export function usageOf(pid: string, most: number): Usage {
  let processes = 0;
  let memory = 0;
  const files = new Map<number, number>();
  const waiting = childrenOf(pid);
  for (let next = waiting.pop(); next !== undefined && processes <= most; next = waiting.pop()) {
    processes++;
    // Second field of statm: resident pages.
    memory += Number(text(`/proc/${next}/statm`).split(' ')[1] ?? 0) * PAGE;
    memoryFiles(next, files);
    waiting.push(...childrenOf(next));
  }
  for (const bytes of files.values()) memory += bytes;
  return { processes, memory };
}

/** memfd_create(2): what is written there is no process's until it is mapped. By inode: several may hold one. */
function memoryFiles(pid: string, files: Map<number, number>): void {
  for (const fd of list(`/proc/${pid}/fd`)) {
    const path = `/proc/${pid}/fd/${fd}`;
    try {
      if (!readlinkSync(path).startsWith('/memfd:')) continue;
      const { ino, blocks } = statSync(path);
      files.set(ino, blocks * BLOCK);
    } catch {
      // It was closed meanwhile.
    }
  }
}

function childrenOf(pid: string): string[] {
  const tasks = list(`/proc/${pid}/task`);
  return tasks.flatMap((task) => text(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean));
}

/** Who ended meanwhile uses nothing. */
function text(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
