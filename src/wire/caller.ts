/**
 * Whose a connection is, by its first bytes. What a person may type is never a magic number: a caller is ours only where
 * the whole beginning is, version, length and what follows, which no text can be.
 */
import { HEADER_BYTES } from './batch.ts';
import { CONTROL_MAGIC } from './frame.ts';
import { FLAG_ANSWER, FLAG_DOWN, FLAG_WARMUP, PROBE_MAGIC, PROTOCOL_VERSION, TYPE_OPEN } from './header.ts';

/** `more`: the bytes do not tell yet. */
export type Caller = 'control' | 'flow' | 'stranger' | 'more';

/** The bounds of one byte, both included. */
type Bounds = readonly [least: number, most: number];

const exactly = (value: number): Bounds => [value, value];
const magic = (value: number): Bounds[] => [exactly(value >> 8), exactly(value & 0xff)];
const ANY: Bounds = [0, 0xff];
const NUL = exactly(0);
/** Later versions too, which are told that they are: below the backspace, the tab and the newline, which people type. */
const VERSIONS: Bounds = [1, 7];

/** A frame (frame.ts): version, zero, and the length; whether what follows is a message is for its reader to say. */
const CONTROL: readonly Bounds[] = [...magic(CONTROL_MAGIC), VERSIONS, NUL, ANY, ANY, ANY, ANY];
/** An `open` header (header.ts): its version and type, flags, and a flow below 65,536. */
const FLOW: readonly Bounds[] = [
  ...magic(PROBE_MAGIC),
  exactly((PROTOCOL_VERSION << 4) | TYPE_OPEN),
  [0, FLAG_WARMUP | FLAG_DOWN | FLAG_ANSWER],
  NUL,
  NUL,
];

export function callerOf(first: Uint8Array): Caller {
  const control = agrees(first, CONTROL);
  if (control && first.length >= CONTROL.length) return 'control';
  const flow = agrees(first, FLOW);
  if (flow && first.length >= HEADER_BYTES) return 'flow';
  return control || flow ? 'more' : 'stranger';
}

/** Whether what a caller has said so far may be somebody's text, too. */
export const mayBeText = (first: Uint8Array): boolean => first.every((byte) => byte >= 0x20);

function agrees(bytes: Uint8Array, beginning: readonly Bounds[]): boolean {
  const known = Math.min(bytes.length, beginning.length);
  for (let i = 0; i < known; i++) {
    const [least, most] = beginning[i]!;
    if (bytes[i]! < least || bytes[i]! > most) return false;
  }
  return true;
}
