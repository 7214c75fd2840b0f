/** The system calls that Node does not offer, through FFI (koffi). Linux on x64 and arm64: the constants are the same on both. */

/** Addresses are numbers: a user-space address is below 2⁴⁸. Every buffer must be kept alive by whoever took its address. */
export interface Libc {
  read(fd: number, address: number, length: number): number;
  write(fd: number, address: number, length: number): number;
  ioctl(fd: number, request: number, argument: Buffer): number;
  socket(domain: number, type: number, protocol: number): number;
  setsockopt(fd: number, level: number, name: number, value: Buffer, length: number): number;
  bind(fd: number, address: Buffer, length: number): number;
  /** Memory that the kernel shares with this process by a file, to be read and written; null where it cannot be had. */
  mapped(fd: number, length: number): ArrayBuffer | null;
  ppoll(fds: Buffer, count: number, timeout: Buffer): number;
  unshare(flags: number): number;
  mount(source: string, target: string, type: string, flags: number, data: string): number;
  /** mount_setattr(2) on all mounts below `path`, with a `struct mount_attr`. */
  mountSetattr(path: string, attributes: Buffer): number;
  errno(): number;
  addressOf(buffer: Buffer): number;
}

export const CLONE_NEWNET = 0x40000000;
export const CLONE_NEWNS = 0x00020000;
export const POLLIN = 1;
const READ_AND_WRITE = 3;
const MAP_SHARED = 1;
const MAP_FAILED = -1;
const AT_FDCWD = -100;
const AT_RECURSIVE = 0x8000;
const SYS_MOUNT_SETATTR = 442;

/** @throws SockbenchError `lab-ffi` where koffi, or its binary for this platform, is not installed */
export async function loadLibc(): Promise<Libc> {
  let koffi: typeof import('koffi');
  try {
    koffi = (await import('koffi')).default as unknown as typeof import('koffi');
  } catch (cause) {
    // Loaded where it is needed: its words take longer than all else here.
    const { SockbenchError } = await import('../../errors.ts');
    throw new SockbenchError('lab-ffi', 'load', absent(cause) ? {} : { reason: firstLine(cause) }, cause);
  }
  const lib = koffi.load(null);
  const mmap = lib.func(
    'intptr_t mmap(uintptr_t address, size_t length, int protection, int flags, int fd, int64_t offset)',
  );
  const setattr = lib.func(
    'long syscall(long number, int directory, const char *path, unsigned int flags, void *attributes, size_t size)',
  );
  return {
    read: lib.func('intptr_t read(int fd, uintptr_t buffer, size_t length)'),
    write: lib.func('intptr_t write(int fd, uintptr_t buffer, size_t length)'),
    ioctl: lib.func('int ioctl(int fd, unsigned long request, void *argument)'),
    socket: lib.func('int socket(int domain, int type, int protocol)'),
    setsockopt: lib.func('int setsockopt(int fd, int level, int name, void *value, uint32_t length)'),
    bind: lib.func('int bind(int fd, void *address, uint32_t length)'),
    mapped: (fd, length) => {
      const address = mmap(0, length, READ_AND_WRITE, MAP_SHARED, fd, 0) as number;
      return address === MAP_FAILED ? null : koffi.view(BigInt(address), length);
    },
    ppoll: adapt(lib.func('int ppoll(void *fds, unsigned long count, void *timeout, void *mask)')),
    unshare: lib.func('int unshare(int flags)'),
    mount: lib.func(
      'int mount(const char *source, const char *target, const char *type, unsigned long flags, const char *data)',
    ),
    mountSetattr: (path, attributes) =>
      setattr(SYS_MOUNT_SETATTR, AT_FDCWD, path, AT_RECURSIVE, attributes, attributes.length) as number,
    errno: () => koffi.errno() as number,
    addressOf: (buffer) => Number(koffi.address(buffer)),
  };
}

/** Not installed, or not for this platform; else it is there and cannot be loaded. */
const absent = (cause: unknown): boolean =>
  (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND' || !/\.node\b/.test(firstLine(cause));

const firstLine = (cause: unknown): string =>
  String((cause as Error).message)
    .split('\n')[0]!
    .slice(0, 200);

const adapt =
  (ppoll: (fds: Buffer, count: number, timeout: Buffer, mask: null) => number) =>
  (fds: Buffer, count: number, timeout: Buffer): number =>
    ppoll(fds, count, timeout, null);
