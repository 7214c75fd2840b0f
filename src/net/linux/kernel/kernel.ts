/** The kernel's interface, checked and ready: what everything else in this folder is built on. One for each thread. */

import { readAddress, writeAddress } from './address.ts';
import { bindCalls, type Calls } from './calls.ts';
import { AF_INET, CLOCK_REALTIME, SOCK_CLOEXEC, SOCK_DGRAM } from './constants.ts';
import type { Descriptors } from './descriptors.ts';
import { layoutProblems, SOCKADDR_ROOM, TIMESPEC } from './layout.ts';
import { type Koffi, loadKoffi, type Unsupported } from './library.ts';
import { Memory } from './memory.ts';

export class Kernel {
  readonly koffi: Koffi;
  readonly calls: Calls;
  /** For the arguments of calls that are not on the hot path; nothing in it outlives a call. */
  readonly scratch: Memory;
  /** Where what this thread opens is written down, if anyone wants to know. */
  descriptors: Descriptors | undefined;

  constructor(koffi: Koffi, calls: Calls) {
    this.koffi = koffi;
    this.calls = calls;
    this.scratch = new Memory(koffi, 512);
  }

  close(fd: number): void {
    this.descriptors?.closing(fd);
    this.calls.close(fd);
  }

  memory(bytes: number | Buffer): Memory {
    return new Memory(this.koffi, bytes);
  }
}

export const isKernel = (kernel: Kernel | Unsupported): kernel is Kernel => kernel instanceof Kernel;

let opened: Promise<Kernel | Unsupported> | undefined;

/** The kernel, or why it cannot be reached from here. Asked once; later calls return the same. */
export function openKernel(): Promise<Kernel | Unsupported> {
  opened ??= open();
  return opened;
}

async function open(): Promise<Kernel | Unsupported> {
  const koffi = await loadKoffi();
  if ('obstacle' in koffi) return koffi;
  const calls = bindCalls(koffi);
  if ('obstacle' in calls) return calls;
  try {
    const problems = layoutProblems(koffi);
    if (problems.length > 0) return { obstacle: 'layout', detail: problems.join('; ') };
    const kernel = new Kernel(koffi, calls);
    const problem = selfTest(kernel);
    return problem === undefined ? kernel : { obstacle: 'self-test', detail: problem };
  } catch (error) {
    return { obstacle: 'self-test', detail: (error as Error).message };
  }
}

/** Calls whose answers are known: a clock, and a socket that is bound to loopback. */
function selfTest({ calls, scratch }: Kernel): string | undefined {
  calls.clockTime(CLOCK_REALTIME, scratch.at(0, TIMESPEC.size));
  const seconds = scratch.view.getUint32(TIMESPEC.seconds, true);
  if (Math.abs(seconds - Date.now() / 1000) > 2) return `clock_gettime: ${seconds} s`;
  const fd = calls.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return `socket: errno ${calls.errno()}`;
  try {
    const length = writeAddress(calls, scratch, 0, { address: '127.0.0.1', port: 0 });
    if (calls.bind(fd, scratch.at(0, length), length) !== 0) return `bind: errno ${calls.errno()}`;
    scratch.view.setUint32(SOCKADDR_ROOM, SOCKADDR_ROOM, true);
    calls.getsockname(fd, scratch.at(0, SOCKADDR_ROOM), scratch.at(SOCKADDR_ROOM, 4));
    const { address, port } = readAddress(calls, scratch, 0);
    return address === '127.0.0.1' && port > 0 ? undefined : `getsockname: ${address} ${port}`;
  } finally {
    calls.close(fd);
  }
}
