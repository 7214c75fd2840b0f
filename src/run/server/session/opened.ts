/** The answer to an `open` message: the same 64 bytes, saying `opened`. */
import { FLAG_ANSWER, OFFSET_FLAGS, PROTOCOL_VERSION, TYPE_OPENED } from '../../../wire/header.ts';

export function openedFor(open: Uint8Array): Buffer {
  const opened = Buffer.from(open);
  opened[2] = (PROTOCOL_VERSION << 4) | TYPE_OPENED;
  opened[OFFSET_FLAGS] = open[OFFSET_FLAGS]! | FLAG_ANSWER;
  return opened;
}
