/**
 * The system calls, as glibc exports them. Pointers are numbers that come from {@link Memory.at}.
 * A call that returns -1 is followed by `errno()` in the very next statement.
 */
import type { Koffi, Unsupported } from './library.ts';

export interface Calls {
  errno(): number;
  socket(domain: number, type: number, protocol: number): number;
  bind(fd: number, address: number, length: number): number;
  connect(fd: number, address: number, length: number): number;
  getsockname(fd: number, address: number, length: number): number;
  setsockopt(fd: number, level: number, name: number, value: number, length: number): number;
  getsockopt(fd: number, level: number, name: number, value: number, length: number): number;
  send(fd: number, bytes: number, length: number, flags: number): number;
  recv(fd: number, bytes: number, length: number, flags: number): number;
  sendmsg(fd: number, header: number, flags: number): number;
  recvmsg(fd: number, header: number, flags: number): number;
  sendmmsg(fd: number, headers: number, count: number, flags: number): number;
  recvmmsg(fd: number, headers: number, count: number, flags: number, timeout: number): number;
  shutdown(fd: number, how: number): number;
  close(fd: number): number;
  epollCreate(flags: number): number;
  epollControl(epoll: number, operation: number, fd: number, event: number): number;
  epollWait(epoll: number, events: number, most: number, milliseconds: number): number;
  /** Sleeps to the nanosecond; undefined where glibc does not have it (before 2.35). */
  readonly epollWaitExact:
    | ((epoll: number, events: number, most: number, timeout: number, mask: number) => number)
    | undefined;
  ppoll(fds: number, count: number, timeout: number, mask: number): number;
  fcntl(fd: number, command: number, value: number): number;
  prctl(option: number, value: number, third: number, fourth: number, fifth: number): number;
  /** For calls that glibc may not have by name; pointers are numbers, as everywhere here. */
  syscall(number: number, first: number, second: number, third: number): number;
  clockTime(clock: number, time: number): number;
  adjtimex(timex: number): number;
  fromText(family: number, text: string, address: number): number;
  toText(family: number, address: number, text: number, length: number): number;
  interfaceIndex(name: string): number;
}

/** Binds the calls; musl has no `gnu_get_libc_version`, and is not tested: it falls back. */
export function bindCalls(koffi: Koffi): Calls | Unsupported {
  try {
    const c = koffi.load('libc.so.6');
    c.func('const char *gnu_get_libc_version()');
    return {
      errno: koffi.errno,
      socket: c.func('int socket(int, int, int)'),
      bind: c.func('int bind(int, size_t, uint32_t)'),
      connect: c.func('int connect(int, size_t, uint32_t)'),
      getsockname: c.func('int getsockname(int, size_t, size_t)'),
      setsockopt: c.func('int setsockopt(int, int, int, size_t, uint32_t)'),
      getsockopt: c.func('int getsockopt(int, int, int, size_t, size_t)'),
      send: c.func('intptr_t send(int, size_t, size_t, int)'),
      recv: c.func('intptr_t recv(int, size_t, size_t, int)'),
      sendmsg: c.func('intptr_t sendmsg(int, size_t, int)'),
      recvmsg: c.func('intptr_t recvmsg(int, size_t, int)'),
      sendmmsg: c.func('int sendmmsg(int, size_t, unsigned int, int)'),
      recvmmsg: c.func('int recvmmsg(int, size_t, unsigned int, int, size_t)'),
      shutdown: c.func('int shutdown(int, int)'),
      close: c.func('int close(int)'),
      epollCreate: c.func('int epoll_create1(int)'),
      epollControl: c.func('int epoll_ctl(int, int, int, size_t)'),
      epollWait: c.func('int epoll_wait(int, size_t, int, int)'),
      epollWaitExact: optional(() => c.func('int epoll_pwait2(int, size_t, int, size_t, size_t)')),
      ppoll: c.func('int ppoll(size_t, unsigned long, size_t, size_t)'),
      // Variadic in C; on both architectures these arguments travel as if it were not.
      fcntl: c.func('int fcntl(int, int, long)'),
      prctl: c.func('int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)'),
      syscall: c.func('long syscall(long, long, size_t, long)'),
      clockTime: c.func('int clock_gettime(int, size_t)'),
      adjtimex: c.func('int adjtimex(size_t)'),
      fromText: c.func('int inet_pton(int, const char *, size_t)'),
      toText: c.func('size_t inet_ntop(int, size_t, size_t, uint32_t)'),
      interfaceIndex: c.func('unsigned int if_nametoindex(const char *)'),
    };
  } catch (error) {
    return { obstacle: 'libc', detail: (error as Error).message.split('\n')[0] ?? '' };
  }
}

function optional<T>(bind: () => T): T | undefined {
  try {
    return bind();
  } catch {
    return undefined;
  }
}
