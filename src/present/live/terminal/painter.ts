/**
 * Puts frames on the terminal: only the lines that changed, each at its own place.
 *
 * Ink takes every sign of a frame apart and together again, which costs up to 40 ms for 200×50 on Node 20. So Ink lays out
 * stand-ins, one private sign for a row, and the prepared lines take their places here: a frame then costs a few ms.
 * Places are absolute, because Ink 6.8's own writer moves relative to where it believes the cursor is (its incremental
 * mode is off by one line below full height, and at full height it wipes the scrollback); this heals what others wrote.
 */
import { EventEmitter } from 'node:events';
import { pinned } from '../text.ts';

const ESC = '\u001B[';
/** Terminals that know it show the frame at once; the others ignore it. */
const BEGIN = `${ESC}?2026h`;
const END = `${ESC}?2026l`;
const CLEAR = `${ESC}0m${ESC}2J${ESC}H`;
/** Private use area: no text that is shown contains it, and every sign is one column wide. */
const FIRST_STAND_IN = 0xe000;

export const standIn = (row: number): string => String.fromCharCode(FIRST_STAND_IN + row);

/** What Ink made of the stand-ins, with the lines in their places. */
export function filledIn(frame: string, lines: readonly string[]): string[] {
  return frame.split('\n').map((row) => {
    const sign = row.charCodeAt(0) - FIRST_STAND_IN;
    return sign >= 0 && sign < lines.length ? lines[sign]! : row;
  });
}

/** What Ink takes for the terminal: in debug mode it writes every frame whole, and nothing else. */
export class Painter extends EventEmitter {
  /** As wide as a stand-in: Ink fills the rest of every row sign by sign, which costs more than all else in a frame. */
  readonly columns = 1;
  private frame = '';
  private shown: readonly string[] = [];
  private readonly out: (text: string) => void;

  constructor(out: (text: string) => void) {
    super();
    this.out = out;
  }

  write(frame: string): boolean {
    this.frame = frame;
    return true;
  }

  paint(lines: readonly string[]): void {
    const next = filledIn(this.frame, lines);
    let text = '';
    for (let row = 0; row < Math.max(next.length, this.shown.length); row++) {
      const line = next[row] ?? '';
      if (line === this.shown[row]) continue;
      // Erased before it is written: at the right edge, erasing afterwards would take the last sign away.
      text += `${ESC}${row + 1};1H${ESC}2K${pinned(line)}`;
    }
    this.shown = next;
    if (text !== '') this.out(`${BEGIN}${text}${END}`);
  }

  /** Forgets what is shown: the next frame is written whole. */
  clear(): void {
    this.shown = [];
    this.out(CLEAR);
  }
}
