/** Waiting for many sockets: epoll, with a timeout in nanoseconds. */

import { failed } from '../socket.ts';
import { EPOLL_CTL_ADD, EPOLL_CTL_MOD, EPOLLIN, SOCK_CLOEXEC } from './constants.ts';
import type { Kernel } from './kernel.ts';
import { EPOLL_EVENT, POLLFD, TIMESPEC } from './layout.ts';
import type { Memory } from './memory.ts';

const MOST_EVENTS = 512;
const NOWHERE = { address: '', port: 0 };

export class Poller {
  readonly #kernel: Kernel;
  readonly #epoll: number;
  readonly #events: Memory;
  readonly #one: Memory;
  readonly #timeout: Memory;
  readonly #pollfd: Memory;

  constructor(kernel: Kernel) {
    const { calls } = kernel;
    this.#kernel = kernel;
    this.#events = kernel.memory(MOST_EVENTS * EPOLL_EVENT.size);
    this.#one = kernel.memory(EPOLL_EVENT.size);
    this.#timeout = kernel.memory(TIMESPEC.size);
    this.#pollfd = kernel.memory(POLLFD.size);
    this.#epoll = calls.epollCreate(SOCK_CLOEXEC);
    if (this.#epoll < 0) throw failed(calls.errno(), 'epoll_create1', NOWHERE);
    kernel.descriptors?.opened(this.#epoll);
    this.#pollfd.view.setInt32(POLLFD.fd, this.#epoll, true);
    this.#pollfd.view.setInt16(POLLFD.events, EPOLLIN, true);
  }

  /** @param number what {@link number} gives back for its events */
  /** A signal cut the last wait short: nobody looked. */
  interrupted = false;

  add(fd: number, number: number, events: number): void {
    this.#control(EPOLL_CTL_ADD, fd, number, events);
  }

  change(fd: number, number: number, events: number): void {
    this.#control(EPOLL_CTL_MOD, fd, number, events);
  }

  #control(operation: number, fd: number, number: number, events: number): void {
    const { calls } = this.#kernel;
    this.#one.view.setUint32(EPOLL_EVENT.events, events, true);
    this.#one.view.setUint32(EPOLL_EVENT.data, number, true);
    const result = calls.epollControl(this.#epoll, operation, fd, this.#one.at(0, EPOLL_EVENT.size));
    if (result !== 0) throw failed(calls.errno(), 'epoll_ctl', NOWHERE);
  }

  /**
   * Sleeps until something is ready or `timeout` ns have passed (0: only looks; Infinity: as long as it takes).
   * @returns how many events there are: see {@link number} and {@link mask}
   */
  wait(timeout: number): number {
    const events = this.#wait(timeout);
    this.interrupted = events < 0;
    return Math.max(0, events);
  }

  #wait(timeout: number): number {
    const { calls } = this.#kernel;
    const events = this.#events.at(0, MOST_EVENTS * EPOLL_EVENT.size);
    if (timeout <= 0) return calls.epollWait(this.#epoll, events, MOST_EVENTS, 0);
    if (timeout === Number.POSITIVE_INFINITY) return calls.epollWait(this.#epoll, events, MOST_EVENTS, -1);
    const until = this.#time(timeout);
    if (calls.epollWaitExact !== undefined)
      return calls.epollWaitExact(this.#epoll, events, MOST_EVENTS, until, 0);
    const ready = calls.ppoll(this.#pollfd.at(0, POLLFD.size), 1, until, 0);
    return ready <= 0 ? ready : calls.epollWait(this.#epoll, events, MOST_EVENTS, 0);
  }

  /** Sleeps for `timeout` ns, whatever happens meanwhile. */
  sleep(timeout: number): void {
    this.#kernel.calls.ppoll(0, 0, this.#time(timeout), 0);
  }

  /** @returns a `struct timespec` */
  #time(timeout: number): number {
    const seconds = Math.floor(timeout / 1e9);
    this.#timeout.size(TIMESPEC.seconds, seconds);
    this.#timeout.size(TIMESPEC.nanoseconds, Math.floor(timeout - seconds * 1e9));
    return this.#timeout.at(0, TIMESPEC.size);
  }

  number(index: number): number {
    return this.#events.view.getUint32(index * EPOLL_EVENT.size + EPOLL_EVENT.data, true);
  }

  mask(index: number): number {
    return this.#events.view.getUint32(index * EPOLL_EVENT.size + EPOLL_EVENT.events, true);
  }

  close(): void {
    this.#kernel.close(this.#epoll);
  }
}
