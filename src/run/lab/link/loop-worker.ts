/**
 * The link's one loop: poll, read, decide, write when due. A thread of its own, because it sleeps in the kernel and
 * never returns to its event loop; messages are read between two rounds.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type Clock, clockSince } from '../../../clock.ts';
import { Link } from '../../../link/link.ts';
import { damage } from '../../../link/packet/damage.ts';
import { markCongestion } from '../../../link/packet/ecn.ts';
import { SLOT_BYTES, Slots } from '../../../link/slots.ts';
import { type Libc, loadLibc, POLLIN } from '../../../link/system/libc.ts';
import { isKernel, type Kernel, openKernel } from '../../../net/linux/kernel/kernel.ts';
import { wakeOnTime } from '../../../net/linux/kernel/scheduling.ts';
import type { Impairment } from '../../../result/impairment.ts';
import { type Direction, MILLISECOND, SECOND } from '../../../units.ts';
import { type Arrivals, arrivalsOf } from './arrivals.ts';
import { FateOutbox } from './fate-outbox.ts';
import type { FromLoop, LoopData, ToLoop } from './loop-messages.ts';

const READS_A_ROUND = 64;
/** The loop looks at its messages at least this often. */
const LONGEST_SLEEP = 20 * MILLISECOND;
const FATES_EVERY = 50 * MILLISECOND;
/** How full the queues are is told so often, where there are any. */
const QUEUE_EVERY = 100 * MILLISECOND;
const MOST_FATES_HELD = 2000;
const LOOK_EVERY = 5 * MILLISECOND;

class Loop {
  readonly #libc: Libc;
  readonly #link: Link;
  readonly #outbox: FateOutbox;
  readonly #passesChecksum: boolean;
  readonly #slots: Slots;
  readonly #clock: Clock;
  readonly #arrivals: Readonly<Record<Direction, Arrivals | undefined>>;
  readonly #input: Readonly<Record<Direction, number>>;
  readonly #output: Readonly<Record<Direction, number>>;
  readonly #fds = Buffer.alloc(16);
  readonly #timeout = Buffer.alloc(16);
  #running = true;
  #impairment: Impairment;

  constructor(libc: Libc, kernel: Kernel | undefined, data: LoopData) {
    this.#libc = libc;
    this.#impairment = data.impairment;
    this.#clock = clockSince(BigInt(data.epoch));
    this.#outbox = new FateOutbox(data.all);
    this.#passesChecksum = data.passesChecksum;
    this.#link = new Link({
      impairment: data.impairment,
      bySession: data.bySession,
      capture: data.capture,
      wants: (packet, time) => this.#outbox.wants(packet, time),
      record: (record, bytes) => this.#outbox.add(record, bytes),
      written: (index, at) => this.#outbox.written(index, at),
      copies: (slot, count) => {
        if (count === 0) this.#slots.give(slot);
        else this.#slots.hold(slot, count);
      },
      mark: (slot) => markCongestion(this.#slots.view(slot), this.#slots.offset(slot)),
    });
    this.#slots = new Slots((buffer) => libc.addressOf(buffer));
    const tapped = (tap: number | null) => kernel && arrivalsOf(libc, kernel, this.#clock, tap);
    this.#arrivals = { up: tapped(data.clientTap), down: tapped(data.serverTap) };
    this.#input = { up: data.clientFd, down: data.serverFd };
    this.#output = { up: data.serverFd, down: data.clientFd };
    this.#fds.writeInt32LE(data.clientFd, 0);
    this.#fds.writeInt16LE(POLLIN, 4);
    this.#fds.writeInt32LE(data.serverFd, 8);
    this.#fds.writeInt16LE(POLLIN, 12);
  }

  run(): void {
    let looked = 0;
    let told = 0;
    let shown = 0;
    while (this.#running) {
      const moved = this.#carry('up') + this.#carry('down');
      const now = this.#clock();
      if (now - looked > LOOK_EVERY) {
        looked = now;
        this.#listen();
      }
      if (now - told > FATES_EVERY || this.#outbox.waiting > MOST_FATES_HELD) {
        told = now;
        this.#link.tell(now);
        this.#tellFates();
        if (now - shown > QUEUE_EVERY) {
          shown = now;
          this.#tellQueues(now);
        }
      }
      if (moved === 0) this.#sleep(now);
    }
    this.#tellFates();
    tell({ type: 'ended', overrun: this.#link.overrun });
  }

  /** What came in is decided; what is due goes out. @returns how many packets moved */
  #carry(direction: Direction): number {
    const link = this.#link.direction(direction);
    const input = this.#input[direction];
    const arrivals = this.#arrivals[direction];
    let moved = 0;
    let now = this.#clock();
    for (let reads = 0; reads < READS_A_ROUND; reads++) {
      const slot = this.#slots.take();
      const bytes = this.#libc.read(input, this.#slots.address(slot), SLOT_BYTES);
      if (bytes <= 0) {
        this.#slots.give(slot);
        arrivals?.idle();
        break;
      }
      moved++;
      now = this.#clock();
      const view = this.#slots.view(slot);
      const offset = this.#slots.offset(slot);
      this.#lengths[slot] = bytes;
      // However late this thread reads it: what it waits for that is no delay of the link's.
      const came = arrivals?.of(view, offset, bytes, now) ?? now;
      this.#link.enter(direction, view, offset, bytes, slot, came);
      if (link.ready(now)) this.#deliver(direction, now);
    }
    this.#link.poll(direction, now);
    return moved + this.#deliver(direction, now);
  }

  readonly #lengths: number[] = [];

  #deliver(direction: Direction, now: number): number {
    const link = this.#link.direction(direction);
    let delivered = 0;
    while (link.ready(now)) {
      const { slot, bit, dueFirst } = link;
      const undo = bit < 0 ? undefined : this.#damage(slot, bit);
      // Just before the call: it runs the receiver's whole network code, whose kernel stamps the packet at its beginning.
      const at = this.#clock();
      link.shift(at);
      this.#link.written(slot, dueFirst, at);
      if (this.#libc.write(this.#output[direction], this.#slots.address(slot), this.#lengths[slot]!) < 0)
        this.#link.refused();
      undo?.();
      this.#slots.release(slot);
      delivered++;
    }
    return delivered;
  }

  #damage(slot: number, bit: number): () => void {
    return damage(this.#slots.view(slot), this.#slots.offset(slot), bit, this.#passesChecksum);
  }

  #sleep(now: number): void {
    const due = Math.min(this.#link.direction('up').due, this.#link.direction('down').due);
    const time = Math.max(0, Math.min(due - now, LONGEST_SLEEP));
    this.#timeout.writeBigInt64LE(0n, 0);
    this.#timeout.writeInt32LE(Math.min(SECOND - 1, Math.round(time)), 8);
    this.#libc.ppoll(this.#fds, 2, this.#timeout);
  }

  #tellFates(): void {
    const message = this.#outbox.take();
    if (message !== undefined) tell(message);
  }

  #tellQueues(time: number): void {
    const { up, down } = this.#impairment;
    if (up.bandwidth === null && down.bandwidth === null) return;
    const moment = (direction: Direction) => this.#link.direction(direction).meters.queue.moment();
    tell({ type: 'queue', time, up: moment('up'), down: moment('down') });
  }

  #listen(): void {
    for (;;) {
      const received = receiveMessageOnPort(parentPort!) as { message: ToLoop } | undefined;
      if (received === undefined) return;
      this.#obey(received.message);
    }
  }

  #obey(message: ToLoop): void {
    if (message.type === 'end') this.#running = false;
    else if (message.type === 'impairment') {
      this.#impairment = message.impairment;
      this.#link.change(message.impairment, this.#clock());
    } else if (message.type === 'start') {
      this.#link.start(message.transport, message.at);
      this.#outbox.start(message.transport, message.at);
    } else {
      const counts = message.session
        ? this.#link.reportSession(message.transport, message.token!, this.#clock())
        : this.#link.report(message.transport, message.token, this.#clock());
      this.#tellFates();
      tell({ type: 'report', id: message.id, counts, overrun: this.#link.overrunSince(message.transport) });
    }
  }
}

const tell = (message: FromLoop): void => parentPort!.postMessage(message);

// A packet that waits for this thread to be woken is late, and nobody asked for that.
const kernel = await openKernel();
if (isKernel(kernel)) wakeOnTime(kernel);
const loop = new Loop(await loadLibc(), isKernel(kernel) ? kernel : undefined, workerData as LoopData);
tell({ type: 'running' });
loop.run();
