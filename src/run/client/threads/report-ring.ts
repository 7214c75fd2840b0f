/**
 * Where generators leave what a screen shows: a file in memory that has no name, so that only this process and the one
 * that draws can open it. Writing is one system call of the generator and wakes nobody; told by messages, each report
 * made the main thread work for a millisecond on a processor that a generator was waiting for.
 *
 * Each generator has a lane of its own with {@link PLACES} places, which it fills in turn. A report there is its number
 * (from 1), its length, itself, and a mark made of its number. Bytes are written in this order, so whoever sees the mark
 * can read what stands before it. What an older report left there may be any small number, but hardly the mark.
 */
import { randomBytes } from 'node:crypto';
import { openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Reports that a reader may be late. */
const PLACES = 8;
/** Bytes; what was never written takes no memory. */
const PLACE = 1 << 20;
const NUMBER = 4;
const HEAD = 2 * NUMBER;
const LONGEST = PLACE - HEAD - NUMBER;

/** What stands behind a report. */
export const markOf = (number: number): number => Math.imul(number, 0x9e3779b1) >>> 0;

/** A generator's place in the file that `fd` has open. */
export interface Lane {
  readonly fd: number;
  readonly lane: number;
}

/** Where a lane begins, bytes. */
export const startOf = (lane: number): number => lane * PLACES * PLACE;

const placeOf = (lane: number, number: number): number => startOf(lane) + (number % PLACES) * PLACE;

/**
 * @param folders memory first: writing to a disk can wait for it
 * @returns its descriptor, which lives as long as somebody has it open
 * @throws Error of the file system where none of the folders takes it
 */
export function makeReportRing(folders: readonly string[] = ['/dev/shm', tmpdir()]): number {
  let failure: unknown;
  for (const folder of folders) {
    try {
      const path = join(folder, `sockbench-${randomBytes(12).toString('hex')}`);
      const fd = openSync(path, 'wx+', 0o600);
      unlinkSync(path);
      return fd;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

export class ReportWriter {
  readonly #lane: Lane;
  #frame = Buffer.alloc(1 << 15);
  #number = 0;

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  /** @returns false where it is too long, or there is no room for it: then nobody sees it */
  write(report: Uint8Array): boolean {
    if (report.length > LONGEST) return false;
    const number = ++this.#number;
    const length = HEAD + report.length + NUMBER;
    if (this.#frame.length < length) this.#frame = Buffer.alloc(2 * length);
    const frame = this.#frame;
    frame.writeUInt32LE(number, 0);
    frame.writeUInt32LE(report.length, NUMBER);
    frame.set(report, HEAD);
    frame.writeUInt32LE(markOf(number), HEAD + report.length);
    const { fd, lane } = this.#lane;
    try {
      return writeSync(fd, frame, 0, length, placeOf(lane, number)) === length;
    } catch {
      return false;
    }
  }
}

export class ReportReader {
  readonly #lane: Lane;
  readonly #head = Buffer.alloc(HEAD);
  readonly #tail = Buffer.alloc(NUMBER);
  #next = 1;

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  /** Those that came since the last look, in their order. One that was overwritten before it was read is left out. */
  read(): Uint8Array[] {
    const reports: Uint8Array[] = [];
    for (;;) {
      const number = this.#numberAt(this.#next);
      // Later ones took its place: the oldest that is left is about to go as well.
      if (number > this.#next) this.#next = number - PLACES + 2;
      else if (number < this.#next) return reports;
      else {
        const report = this.#report(number);
        if (report === undefined) return reports;
        if (this.#numberAt(number) !== number) continue;
        reports.push(report);
        this.#next++;
      }
    }
  }

  /** The number in the place of a report; 0 where nothing is yet. */
  #numberAt(number: number): number {
    return this.#filled(this.#head, this.#place(number)) ? this.#head.readUInt32LE(0) : 0;
  }

  /** undefined where it is still being written. */
  #report(number: number): Uint8Array | undefined {
    const length = this.#head.readUInt32LE(NUMBER);
    if (length > LONGEST) return undefined;
    const at = this.#place(number) + HEAD;
    if (!this.#filled(this.#tail, at + length) || this.#tail.readUInt32LE(0) !== markOf(number))
      return undefined;
    const report = Buffer.alloc(length);
    return this.#filled(report, at) ? report : undefined;
  }

  #place(number: number): number {
    return placeOf(this.#lane.lane, number);
  }

  #filled(into: Buffer, at: number): boolean {
    return readSync(this.#lane.fd, into, 0, into.length, at) === into.length;
  }
}
