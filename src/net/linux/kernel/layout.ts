/**
 * The layout of every C structure that sockbench writes or reads, for 64-bit little-endian Linux (x64 and arm64).
 *
 * This is the only place that knows an offset. At start each is compared with what koffi computes from the C declaration
 * ({@link layoutProblems}), and in the tests with `sizeof` and `offsetof` of a C compiler.
 */
import type { Koffi } from './library.ts';

export const IOVEC = { size: 16, base: 0, length: 8 } as const;

export const MSGHDR = {
  size: 56,
  name: 0,
  nameLength: 8,
  iov: 16,
  iovLength: 24,
  control: 32,
  controlLength: 40,
  flags: 48,
} as const;

/** `msg_hdr` and the length that was moved. */
export const MMSGHDR = { size: 64, header: 0, length: 56 } as const;

/** Data follow at `size`; each message takes a multiple of 8 bytes. */
export const CMSGHDR = { size: 16, length: 0, level: 8, type: 12 } as const;

export const TIMESPEC = { size: 16, seconds: 0, nanoseconds: 8 } as const;

/** Its first version (Linux 3.14). */
export const SCHED_ATTR = {
  size: 48,
  sizeField: 0,
  policy: 4,
  flags: 8,
  nice: 16,
  priority: 20,
  runtime: 24,
} as const;

export const SOCKADDR_IN = { size: 16, family: 0, port: 2, address: 4 } as const;
export const SOCKADDR_IN6 = { size: 28, family: 0, port: 2, flowInfo: 4, address: 8, scope: 24 } as const;
/** Room for either. */
export const SOCKADDR_ROOM = 32;

export const LINGER = { size: 8, on: 0, seconds: 4 } as const;

/** `struct timex`: the largest error that the kernel allows for, µs, and the state of its clock. */
export const TIMEX = { size: 208, maxError: 24, status: 40 } as const;

export const POLLFD = { size: 8, fd: 0, events: 4, returned: 6 } as const;

/** `struct epoll_event` is packed on x64 alone. `data` holds a number of ours. */
export const EPOLL_EVENT =
  process.arch === 'x64'
    ? ({ size: 12, events: 0, data: 4 } as const)
    : ({ size: 16, events: 0, data: 8 } as const);

/** `struct tcp_info` up to the delivery rate (since Linux 4.9); older kernels return less, and say so by the length. */
export const TCP_INFO_STRUCT = {
  size: 168,
  receivedSegment: 20,
  rtt: 68,
  congestionWindow: 80,
  totalRetransmits: 100,
  pacingRate: 104,
  bytesAcknowledged: 120,
  minimumRtt: 148,
  dataSegmentsIn: 152,
  deliveryRate: 160,
  busyTime: 168,
  receiverWindowLimited: 176,
  sendBufferLimited: 184,
} as const;

type Declaration = Readonly<Record<string, string>>;

/** C name, declaration, and the offsets above by C member. */
type Check = readonly [
  name: string,
  declaration: Declaration,
  size: number,
  offsets: Readonly<Record<string, number>>,
];

/** What is checked, with C names: also the input of the test that asks a C compiler. */
export const CHECKS: readonly Check[] = [
  [
    'iovec',
    { iov_base: 'void *', iov_len: 'size_t' },
    IOVEC.size,
    { iov_base: IOVEC.base, iov_len: IOVEC.length },
  ],
  [
    'msghdr',
    {
      msg_name: 'void *',
      msg_namelen: 'uint32_t',
      msg_iov: 'void *',
      msg_iovlen: 'size_t',
      msg_control: 'void *',
      msg_controllen: 'size_t',
      msg_flags: 'int',
    },
    MSGHDR.size,
    {
      msg_name: MSGHDR.name,
      msg_namelen: MSGHDR.nameLength,
      msg_iov: MSGHDR.iov,
      msg_iovlen: MSGHDR.iovLength,
      msg_control: MSGHDR.control,
      msg_controllen: MSGHDR.controlLength,
      msg_flags: MSGHDR.flags,
    },
  ],
  [
    'cmsghdr',
    { cmsg_len: 'size_t', cmsg_level: 'int', cmsg_type: 'int' },
    CMSGHDR.size,
    { cmsg_len: CMSGHDR.length, cmsg_level: CMSGHDR.level, cmsg_type: CMSGHDR.type },
  ],
  [
    'timespec',
    { tv_sec: 'long', tv_nsec: 'long' },
    TIMESPEC.size,
    { tv_sec: TIMESPEC.seconds, tv_nsec: TIMESPEC.nanoseconds },
  ],
  [
    'sched_attr',
    {
      size: 'uint32_t',
      sched_policy: 'uint32_t',
      sched_flags: 'uint64_t',
      sched_nice: 'int32_t',
      sched_priority: 'uint32_t',
      sched_runtime: 'uint64_t',
      sched_deadline: 'uint64_t',
      sched_period: 'uint64_t',
    },
    SCHED_ATTR.size,
    {
      size: SCHED_ATTR.sizeField,
      sched_policy: SCHED_ATTR.policy,
      sched_flags: SCHED_ATTR.flags,
      sched_nice: SCHED_ATTR.nice,
      sched_priority: SCHED_ATTR.priority,
      sched_runtime: SCHED_ATTR.runtime,
    },
  ],
  [
    'pollfd',
    { fd: 'int', events: 'short', revents: 'short' },
    POLLFD.size,
    { fd: POLLFD.fd, events: POLLFD.events, revents: POLLFD.returned },
  ],
  [
    'linger',
    { l_onoff: 'int', l_linger: 'int' },
    LINGER.size,
    { l_onoff: LINGER.on, l_linger: LINGER.seconds },
  ],
];

/** Differences between this file and what koffi computes for this machine; none: the engine may run. */
export function layoutProblems(koffi: Koffi): string[] {
  const problems: string[] = [];
  const expect = (what: string, got: number, expected: number) => {
    if (got !== expected) problems.push(`${what}: ${got} instead of ${expected}`);
  };
  for (const [name, declaration, size, offsets] of CHECKS) {
    const type = koffi.struct({ ...declaration });
    expect(`sizeof ${name}`, koffi.sizeof(type), size);
    for (const [member, offset] of Object.entries(offsets))
      expect(`${name}.${member}`, koffi.offsetof(type, member), offset);
  }
  const header = koffi.struct({ ...CHECKS[1]![1] });
  const message = koffi.struct({ msg_hdr: header, msg_len: 'unsigned int' });
  expect('sizeof mmsghdr', koffi.sizeof(message), MMSGHDR.size);
  expect('mmsghdr.msg_len', koffi.offsetof(message, 'msg_len'), MMSGHDR.length);
  return problems;
}
