import { closeSync, existsSync, fstatSync, mkdtempSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  makeReportRing,
  markOf,
  ReportReader,
  ReportWriter,
  startOf,
} from '../../../../src/run/client/threads/report-ring.ts';

const LANE = 3;
/** As in the ring: places of a lane, and bytes of one. */
const PLACES = 8;
const PLACE = 1 << 20;
const report = (number: number): Buffer => Buffer.from(`report ${number}`.padEnd(10 + (number % 7), '.'));

let fd = -1;
beforeEach(() => {
  fd = makeReportRing();
});
afterEach(() => closeSync(fd));

const ends = (lane = LANE) => ({
  writer: new ReportWriter({ fd, lane }),
  reader: new ReportReader({ fd, lane }),
});
const write = (writer: ReportWriter, from: number, to: number): void => {
  for (let number = from; number <= to; number++) expect(writer.write(report(number))).toBe(true);
};
const numbers = (from: number, to: number): Buffer[] =>
  Array.from({ length: to - from + 1 }, (_, at) => report(from + at));

describe('the report ring', () => {
  it('gives each report once, in their order', () => {
    const { writer, reader } = ends();
    expect(reader.read()).toEqual([]);
    write(writer, 1, 3);
    expect(reader.read()).toEqual(numbers(1, 3));
    expect(reader.read()).toEqual([]);
    for (let from = 4; from < 60; from += 5) {
      write(writer, from, from + 4);
      expect(reader.read()).toEqual(numbers(from, from + 4));
    }
  });

  it('gives a late reader the newest, whole ones, and goes on with it', () => {
    const { writer, reader } = ends();
    write(writer, 1, 30);
    const late = reader.read();
    expect(late.length).toBeGreaterThanOrEqual(PLACES - 1);
    expect(late).toEqual(numbers(31 - late.length, 30));
    write(writer, 31, 32);
    expect(reader.read()).toEqual(numbers(31, 32));
  });

  it('gives a second reader what is still there', () => {
    const { writer, reader } = ends();
    write(writer, 1, 21);
    reader.read();
    const second = new ReportReader({ fd, lane: LANE }).read();
    expect(second).toEqual(numbers(22 - second.length, 21));
    expect(second.length).toBeGreaterThan(0);
  });

  it('keeps lanes apart', () => {
    const [one, two] = [ends(2), ends(3)];
    write(one.writer, 1, 2);
    write(two.writer, 5, 7);
    expect(one.reader.read()).toEqual(numbers(1, 2));
    expect(two.reader.read()).toEqual(numbers(5, 7));
  });

  it('gives nothing of a report that is still being written, and the report when it is', () => {
    const { reader } = ends();
    const frame = Buffer.alloc(8 + 400 + 4, 0x55);
    frame.writeUInt32LE(1, 0);
    frame.writeUInt32LE(400, 4);
    frame.writeUInt32LE(markOf(1), 408);
    const at = startOf(LANE) + PLACE;
    for (const end of [0, 4, 8, 100, 408, 410]) {
      writeSync(fd, frame, 0, end, at);
      expect(reader.read(), `${end} bytes`).toEqual([]);
    }
    writeSync(fd, frame, 0, frame.length, at);
    expect(reader.read()).toEqual([Buffer.alloc(400, 0x55)]);
  });

  it('gives nothing where the old report still stands behind the head of a new one', () => {
    const { writer, reader } = ends();
    write(writer, 1, PLACES);
    reader.read();
    const head = Buffer.alloc(8);
    head.writeUInt32LE(PLACES + 1, 0);
    head.writeUInt32LE(report(1).length, 4);
    writeSync(fd, head, 0, head.length, startOf(LANE) + PLACE);
    expect(reader.read()).toEqual([]);
  });

  it('gives nothing where what an older report left looks like the number of the new one', () => {
    const { writer, reader } = ends();
    const older = Buffer.alloc(400);
    for (let at = 0; at < older.length; at += 4) older.writeUInt32LE(PLACES + 1, at);
    for (let number = 1; number <= PLACES; number++) writer.write(older);
    reader.read();
    const head = Buffer.alloc(8);
    head.writeUInt32LE(PLACES + 1, 0);
    head.writeUInt32LE(200, 4);
    writeSync(fd, head, 0, head.length, startOf(LANE) + PLACE);
    expect(reader.read()).toEqual([]);
  });

  it('takes reports of any size up to its place, and says so of one that is too long', () => {
    const { writer, reader } = ends();
    const longest = Buffer.alloc(PLACE - 12, 1);
    expect(writer.write(longest)).toBe(true);
    expect(writer.write(Buffer.alloc(PLACE - 11))).toBe(false);
    expect(writer.write(new Uint8Array(0))).toBe(true);
    expect(reader.read().map(({ length }) => length)).toEqual([longest.length, 0]);
  });

  it('says where nothing can be written', () => {
    expect(new ReportWriter({ fd: 1 << 20, lane: LANE }).write(report(1))).toBe(false);
  });
});

describe('its file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sockbench-ring-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('has no name, and is for nobody else', () => {
    const own = makeReportRing([join(folder, 'missing'), folder]);
    try {
      expect(readdirSync(folder)).toEqual([]);
      expect(fstatSync(own)).toMatchObject({ nlink: 0 });
      expect(fstatSync(own).mode & 0o777).toBe(0o600);
    } finally {
      closeSync(own);
    }
  });

  it('is refused where no folder takes it', () => {
    const missing = join(folder, 'missing');
    expect(existsSync(missing)).toBe(false);
    expect(() => makeReportRing([missing])).toThrow('ENOENT');
  });
});
