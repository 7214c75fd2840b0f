/** What a child of a lab gets of this process: the standard streams, and open files at the numbers that they are called by. */
import type { StdioOptions } from 'node:child_process';

/** @param given descriptors that keep their numbers */
export function withDescriptors(given: readonly number[]): (number | 'inherit' | 'ignore' | 'ipc')[] {
  const stdio: (number | 'inherit' | 'ignore' | 'ipc')[] = ['inherit', 'inherit', 'inherit'];
  for (const fd of given) {
    while (stdio.length <= fd) stdio.push('ignore');
    stdio[fd] = fd;
  }
  return stdio;
}

/** Behind those: a channel for messages, and more files. @returns where each of the files is found */
export function withChannel(
  given: readonly number[],
  files: readonly number[],
): { stdio: StdioOptions; at: number[] } {
  const stdio = withDescriptors(given);
  stdio.push('ipc');
  const at = files.map((fd) => stdio.push(fd) - 1);
  return { stdio, at };
}

/** No terminal, and one descriptor: number 3. */
export const withAlone = (fd: number): StdioOptions => ['ignore', 'ignore', 'ignore', fd];

/** The link process of a command apart: a channel for messages, and a pipe for the command. */
export const APART: { readonly stdio: StdioOptions; readonly at: readonly number[]; readonly fd: number } = {
  stdio: ['ignore', 'ignore', 'ignore', 'ipc', 'pipe'],
  at: [],
  fd: 4,
};
