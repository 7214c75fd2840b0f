/**
 * Puts frames on the terminal: only the lines that changed, each at its own place.
 *
 * Ink 6.8's own writer moves relative to where it believes the cursor is (its incremental mode is off by one line below
 * full height, and at full height it wipes the scrollback); absolute places need no belief, and heal what others wrote.
 */
import { EventEmitter } from 'node:events';

const ESC = '\u001B[';
/** Terminals that know it show the frame at once; the others ignore it. */
const BEGIN = `${ESC}?2026h`;
const END = `${ESC}?2026l`;
const CLEAR = `${ESC}0m${ESC}2J${ESC}H`;

/** What Ink takes for the terminal: in debug mode it writes every frame whole, and nothing else. */
export class Painter extends EventEmitter {
  columns = 80;
  private shown: readonly string[] = [];
  private open = true;
  private readonly out: (text: string) => void;

  constructor(out: (text: string) => void) {
    super();
    this.out = out;
  }

  write(frame: string): boolean {
    if (!this.open) return true;
    const lines = frame.split('\n');
    let text = '';
    for (let row = 0; row < Math.max(lines.length, this.shown.length); row++) {
      const line = lines[row] ?? '';
      if (line === this.shown[row]) continue;
      // Erased before it is written: at the right edge, erasing afterwards would take the last sign away.
      text += `${ESC}${row + 1};1H${ESC}2K${line}`;
    }
    this.shown = lines;
    if (text !== '') this.out(`${BEGIN}${text}${END}`);
    return true;
  }

  /** Forgets what is shown: the next frame is written whole. */
  clear(): void {
    this.shown = [];
    this.out(CLEAR);
  }

  /** Ink writes a last frame when it ends; by then the terminal is no longer ours. */
  close(): void {
    this.open = false;
  }
}
