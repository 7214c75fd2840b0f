/** At most `most` bytes, without half a letter at the end. */
export function cutTo(text: Buffer, most: number): Buffer {
  if (text.length <= most) return text;
  let end = most;
  while (end > 0 && most - end < LONGEST_LETTER && (text[end]! & 0xc0) === 0x80) end--;
  return text.subarray(0, most - end < LONGEST_LETTER ? end : most);
}

const LONGEST_LETTER = 4;
