/** Numbers of the Linux interface, the same on x64 and arm64 (asm-generic). Names as in the C headers. */
export const AF_INET = 2;
export const AF_INET6 = 10;
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
export const SOCK_NONBLOCK = 0o4000;
export const SOCK_CLOEXEC = 0o2000000;
export const F_DUPFD_CLOEXEC = 1030;
export const SHUT_WR = 1;

export const SOL_SOCKET = 1;
export const SO_REUSEADDR = 2;
export const SO_ERROR = 4;
export const SO_SNDBUF = 7;
export const SO_RCVBUF = 8;
export const SO_LINGER = 13;
export const SO_REUSEPORT = 15;
export const SO_RCVTIMEO = 20;
export const SO_SNDBUFFORCE = 32;
export const SO_RCVBUFFORCE = 33;
/** SO_TIMESTAMPNS_OLD: `struct timespec` with two 64-bit members on both architectures; also the type of its cmsg. */
export const SO_TIMESTAMPNS = 35;
export const SO_BUSY_POLL = 46;
export const SO_MEMINFO = 55;
/** Index of the memory that waits to be read in the array of u32 that SO_MEMINFO returns. */
export const SK_MEMINFO_RMEM_ALLOC = 0;
/** Index of the drop counter in the array of u32 that SO_MEMINFO returns, and its length. */
export const SK_MEMINFO_DROPS = 8;
export const SK_MEMINFO_VARS = 9;

export const IPPROTO_IP = 0;
export const IP_TOS = 1;
export const IP_MTU = 14;
export const IP_BIND_ADDRESS_NO_PORT = 24;
export const IPPROTO_TCP = 6;
export const TCP_NODELAY = 1;
export const TCP_INFO = 11;
export const TCP_CONGESTION = 13;
export const TCP_NOTSENT_LOWAT = 25;
export const SOL_UDP = 17;
export const UDP_SEGMENT = 103;
export const UDP_GRO = 104;
export const IPPROTO_IPV6 = 41;
export const IPV6_MTU = 24;
export const IPV6_TCLASS = 67;

export const MSG_TRUNC = 0x20;
export const MSG_DONTWAIT = 0x40;
export const MSG_NOSIGNAL = 0x4000;
export const MSG_WAITFORONE = 0x10000;

export const EPOLL_CTL_ADD = 1;
export const EPOLL_CTL_MOD = 3;
export const EPOLLIN = 1;
export const EPOLLOUT = 4;
export const EPOLLERR = 8;
export const EPOLLHUP = 0x10;
export const EPOLLRDHUP = 0x2000;
/** Bit 31, as a number that `setUint32` takes. */
export const EPOLLET = 0x80000000;

export const CLOCK_REALTIME = 0;

export const PR_SET_TIMERSLACK = 29;

export const EINTR = 4;
export const EIO = 5;
export const EAGAIN = 11;
export const EINVAL = 22;
export const EPIPE = 32;
export const EMSGSIZE = 90;
export const ENOPROTOOPT = 92;
export const EOPNOTSUPP = 95;
export const EINPROGRESS = 115;
