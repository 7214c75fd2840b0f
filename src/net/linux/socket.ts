/** Sockets: made, set up, asked, closed. Nothing here is on the hot path. */
import { getSystemErrorName } from 'node:util';
import { SockbenchError } from '../../errors.ts';
import { type Attempt, socketFailure } from '../failure.ts';
import type { Address, SocketOptions, SocketState } from '../port.ts';
import { familyOf, readAddress, writeAddress } from './kernel/address.ts';
import {
  AF_INET6,
  IP_TOS,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_TCLASS,
  SK_MEMINFO_DROPS,
  SK_MEMINFO_VARS,
  SO_ERROR,
  SO_LINGER,
  SO_MEMINFO,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_REUSEPORT,
  SO_SNDBUF,
  SO_SNDBUFFORCE,
  SOCK_CLOEXEC,
  SOCK_STREAM,
  SOL_SOCKET,
  TCP_CONGESTION,
  TCP_NODELAY,
} from './kernel/constants.ts';
import type { Kernel } from './kernel/kernel.ts';
import { LINGER, SOCKADDR_ROOM } from './kernel/layout.ts';

/** The errno as one of our errors. */
export function failed(errno: number, operation: string, where: Address, attempt?: Attempt): SockbenchError {
  return socketFailure({ code: getSystemErrorName(-errno), errno }, operation, where, attempt);
}

function noCongestionControl(errno: number, name: string, where: Address): SockbenchError {
  const code = getSystemErrorName(-errno);
  return code === 'ENOENT' || code === 'EPERM'
    ? new SockbenchError('no-congestion-control', 'open', { name })
    : failed(errno, `TCP_CONGESTION ${name}`, where);
}

/** Whether this process may use it. Where that cannot be told (no descriptor is left), yes: the flow that asks for it tells. */
export function hasCongestionControl(kernel: Kernel, name: string): boolean {
  const where = { address: '127.0.0.1', port: 0 };
  let socket: LinuxSocket | undefined;
  try {
    socket = LinuxSocket.create(kernel, SOCK_STREAM, where);
    socket.configure({ congestionControl: name }, where, true);
    return true;
  } catch (error) {
    return !(error instanceof SockbenchError && error.code === 'no-congestion-control');
  } finally {
    socket?.close();
  }
}

/** Of buffers the kernel keeps twice what was asked for, with room for its own books. */
const halved = (bytes: number | null): number | null => (bytes === null ? null : Math.floor(bytes / 2));

export class LinuxSocket {
  readonly fd: number;
  readonly #kernel: Kernel;
  #open = true;

  constructor(kernel: Kernel, fd: number) {
    this.#kernel = kernel;
    this.fd = fd;
  }

  /** @throws SockbenchError */
  static create(kernel: Kernel, type: number, where: Address): LinuxSocket {
    const fd = kernel.calls.socket(familyOf(where.address), type | SOCK_CLOEXEC, 0);
    if (fd < 0) throw failed(kernel.calls.errno(), 'socket', where);
    kernel.descriptors?.opened(fd);
    return new LinuxSocket(kernel, fd);
  }

  get open(): boolean {
    return this.#open;
  }

  /** @returns 0, or the errno */
  setInt(level: number, name: number, value: number): number {
    const { calls, scratch } = this.#kernel;
    scratch.view.setInt32(0, value, true);
    return calls.setsockopt(this.fd, level, name, scratch.at(0, 4), 4) === 0 ? 0 : calls.errno();
  }

  /** Reads an option into the scratch memory. @returns its length, or -1 */
  get(level: number, name: number, room: number): number {
    const { calls, scratch } = this.#kernel;
    const lengthAt = scratch.bytes.length - 8;
    scratch.view.setUint32(lengthAt, room, true);
    if (calls.getsockopt(this.fd, level, name, scratch.at(0, room), scratch.at(lengthAt, 4)) !== 0) return -1;
    return scratch.view.getUint32(lengthAt, true);
  }

  /** Options that a user asks for; beyond the system's limit on buffers where the process may. */
  configure(options: SocketOptions, remote: Address, stream: boolean): void {
    const { sendBuffer, receiveBuffer, dscp, congestionControl } = options;
    if (sendBuffer !== undefined && this.setInt(SOL_SOCKET, SO_SNDBUFFORCE, sendBuffer) !== 0)
      this.setInt(SOL_SOCKET, SO_SNDBUF, sendBuffer);
    if (receiveBuffer !== undefined && this.setInt(SOL_SOCKET, SO_RCVBUFFORCE, receiveBuffer) !== 0)
      this.setInt(SOL_SOCKET, SO_RCVBUF, receiveBuffer);
    // The six bits of DSCP stand above the two of ECN (RFC 2474).
    if (dscp !== undefined) {
      if (familyOf(remote.address) === AF_INET6) this.setInt(IPPROTO_IPV6, IPV6_TCLASS, dscp << 2);
      else this.setInt(IPPROTO_IP, IP_TOS, dscp << 2);
    }
    if (!stream) return;
    this.setInt(IPPROTO_TCP, TCP_NODELAY, options.nagle === true ? 0 : 1);
    if (congestionControl !== undefined) this.setCongestionControl(congestionControl, remote);
  }

  /** What the system made of them. */
  given(remote: Address, stream: boolean): SocketState {
    const v6 = familyOf(remote.address) === AF_INET6;
    const tos = this.#int(v6 ? IPPROTO_IPV6 : IPPROTO_IP, v6 ? IPV6_TCLASS : IP_TOS);
    const noDelay = stream ? this.#int(IPPROTO_TCP, TCP_NODELAY) : null;
    return {
      sendBuffer: halved(this.#int(SOL_SOCKET, SO_SNDBUF)),
      receiveBuffer: halved(this.#int(SOL_SOCKET, SO_RCVBUF)),
      dscp: tos === null ? null : tos >> 2,
      nagle: noDelay === null ? null : noDelay === 0,
      congestionControl: stream ? this.congestionControl() : null,
    };
  }

  #int(level: number, name: number): number | null {
    return this.get(level, name, 4) === 4 ? this.#kernel.scratch.view.getInt32(0, true) : null;
  }

  congestionControl(): string | null {
    const length = this.get(IPPROTO_TCP, TCP_CONGESTION, 16);
    return length < 0 ? null : this.#kernel.scratch.bytes.toString('latin1', 0, length).replace(/\0.*$/s, '');
  }

  /** @throws SockbenchError `no-congestion-control` */
  setCongestionControl(name: string, remote: Address): void {
    const { calls, scratch } = this.#kernel;
    const length = scratch.bytes.write(name, 0, 16, 'latin1');
    if (calls.setsockopt(this.fd, IPPROTO_TCP, TCP_CONGESTION, scratch.at(0, length), length) !== 0)
      throw noCongestionControl(calls.errno(), name, remote);
  }

  /** @param shared with sockets of the same user that are as willing. @throws SockbenchError */
  bind(local: Address, shared: boolean): void {
    const { calls, scratch } = this.#kernel;
    if (shared) this.setInt(SOL_SOCKET, SO_REUSEPORT, 1);
    const length = writeAddress(calls, scratch, 0, local);
    if (calls.bind(this.fd, scratch.at(0, length), length) !== 0) throw failed(calls.errno(), 'bind', local);
  }

  /** @returns 0 or the errno (EINPROGRESS on a non-blocking stream socket) */
  connect(remote: Address): number {
    const { calls, scratch } = this.#kernel;
    const length = writeAddress(calls, scratch, 0, remote);
    return calls.connect(this.fd, scratch.at(0, length), length) === 0 ? 0 : calls.errno();
  }

  local(): Address {
    const { calls, scratch } = this.#kernel;
    scratch.view.setUint32(SOCKADDR_ROOM, SOCKADDR_ROOM, true);
    if (calls.getsockname(this.fd, scratch.at(0, SOCKADDR_ROOM), scratch.at(SOCKADDR_ROOM, 4)) !== 0)
      return { address: '', port: 0 };
    return readAddress(calls, scratch, 0);
  }

  /** The pending error of the socket, which is cleared; 0: none. */
  error(): number {
    return this.#int(SOL_SOCKET, SO_ERROR) ?? 0;
  }

  /** Datagrams dropped at the receive buffer since the socket was made; null where the kernel does not tell. */
  drops(): number | null {
    const length = this.get(SOL_SOCKET, SO_MEMINFO, SK_MEMINFO_VARS * 4);
    return length < SK_MEMINFO_VARS * 4
      ? null
      : this.#kernel.scratch.view.getUint32(SK_MEMINFO_DROPS * 4, true);
  }

  /** As the kernel counts it, bytes; null where it does not tell. */
  receiveBuffer(): number | null {
    return this.#int(SOL_SOCKET, SO_RCVBUF);
  }

  /** A reset instead of an orderly end. */
  lingerNot(): void {
    const { calls, scratch } = this.#kernel;
    scratch.view.setInt32(LINGER.on, 1, true);
    scratch.view.setInt32(LINGER.seconds, 0, true);
    calls.setsockopt(this.fd, SOL_SOCKET, SO_LINGER, scratch.at(0, LINGER.size), LINGER.size);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#kernel.close(this.fd);
  }
}
