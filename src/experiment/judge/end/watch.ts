/** What a command and all that it started use, read from /proc: by descent, so that nothing that forks gets away. */
import { readdirSync, readFileSync } from 'node:fs';

const PAGE = 4096;

export interface Usage {
  readonly processes: number;
  /** Resident bytes; what several share counts for each. */
  readonly memory: number;
}

/** @param most processes that are looked at: beyond that they are too many anyhow */
export function usageOf(pid: string, most: number): Usage {
  let processes = 0;
  let memory = 0;
  const waiting = childrenOf(pid);
  for (let next = waiting.pop(); next !== undefined && processes <= most; next = waiting.pop()) {
    processes++;
    // Second field of statm: resident pages.
    memory += Number(text(`/proc/${next}/statm`).split(' ')[1] ?? 0) * PAGE;
    waiting.push(...childrenOf(next));
  }
  return { processes, memory };
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
