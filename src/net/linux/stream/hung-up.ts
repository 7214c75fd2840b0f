/** Whether the other end of a pipe or a socket is gone, asked without writing to it: no system tells that any other way. */

import { isKernel, openKernel } from '../kernel/kernel.ts';
import { POLLFD, TIMESPEC } from '../kernel/layout.ts';

const POLLERR = 0x08;
const POLLHUP = 0x10;

/** @returns undefined where it cannot be asked here */
export async function hangUpOf(fd: number): Promise<(() => boolean) | undefined> {
  const kernel = await openKernel();
  if (!isKernel(kernel)) return undefined;
  // No events are asked for: errors are told anyway. No time is waited.
  const question = kernel.memory(POLLFD.size);
  const noTime = kernel.memory(TIMESPEC.size);
  question.view.setInt32(POLLFD.fd, fd, true);
  return () =>
    kernel.calls.ppoll(question.at(0, POLLFD.size), 1, noTime.at(0, TIMESPEC.size), 0) > 0 &&
    (question.view.getInt16(POLLFD.returned, true) & (POLLERR | POLLHUP)) !== 0;
}
