/** Text of somebody's program, which ought to be UTF-8: what it probably is where it is not. Pure. */

export type Encoding = 'utf-8' | 'latin-1' | 'windows-1252' | 'utf-16' | 'bytes';

export interface Decoded {
  readonly text: string;
  /** `bytes`: it is hardly text at all. */
  readonly encoding: Encoding;
}

/** 0x80 to 0x9f of Windows-1252; the five that it does not have stay what they are. */
const WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
/** Of the bytes: more controls than that are no text in one byte a letter. */
const MOST_CONTROLS = 0.1;

/** A byte order mark at the beginning is left out. */
export function decoded(bytes: Uint8Array): Decoded {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const utf8 = asUtf8(buffer);
  if (utf8 !== undefined && !looksLikeUtf16(buffer)) return { text: utf8, encoding: 'utf-8' };
  const wide = asUtf16(buffer);
  if (wide !== undefined) return { text: wide, encoding: 'utf-16' };
  if (utf8 !== undefined) return { text: utf8, encoding: 'utf-8' };
  const begun = beginsLetter(buffer);
  const before = buffer.subarray(0, buffer.length - begun);
  // Whoever wrote a letter of several bytes before meant another one.
  if (begun > 0 && before.some((byte) => byte >= 0x80) && asUtf8(before) !== undefined)
    return { text: buffer.toString('utf8'), encoding: 'utf-8' };
  const controls = buffer.filter((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13).length;
  if (controls > MOST_CONTROLS * buffer.length) return { text: buffer.toString('utf8'), encoding: 'bytes' };
  const windows = buffer.some((byte) => byte >= 0x80 && byte < 0xa0);
  const text = buffer
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (sign) => WINDOWS[sign.charCodeAt(0) - 0x80]!);
  return { text, encoding: windows ? 'windows-1252' : 'latin-1' };
}

function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Letters of Europe have a zero in every other byte. */
function looksLikeUtf16(bytes: Buffer): boolean {
  if (bytes.length < 4) return false;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 0) continue;
    if (at % 2 === 0) even++;
    else odd++;
  }
  const half = bytes.length / 2;
  return (odd > 0.7 * half && even === 0) || (even > 0.7 * half && odd === 0);
}

function asUtf16(bytes: Buffer): string | undefined {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  const marked = mark === 0xfffe || mark === 0xfeff;
  if (!marked && !looksLikeUtf16(bytes)) return undefined;
  const whole = bytes.subarray(marked ? 2 : 0, bytes.length - (bytes.length % 2));
  const big = mark === 0xfeff || (!marked && bytes[0] === 0);
  return (big ? Buffer.from(whole).swap16() : whole).toString('utf16le');
}

/** Bytes at the end that may begin a letter of UTF-8 of which more is to come; 0: none. */
export function beginsLetter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0xc2 && byte < 0xf5) return back < lengthOf(byte) ? back : 0;
    if ((byte & 0xc0) !== 0x80) return 0;
  }
  return 0;
}

const lengthOf = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2);

/** Whether it is what one key sends: one letter, of however many bytes. */
export function isKey(bytes: Uint8Array): boolean {
  const lead = bytes[0];
  if (lead === undefined || lead === 10) return false;
  return bytes.length === (lead < 0xc2 ? 1 : lengthOf(lead)) && bytes.length <= 4;
}

const BACKSPACES = /[\b\x7f]/;

/** A line as it was typed, with what backspace took back taken back. */
export function edited(line: string): string {
  if (!BACKSPACES.test(line)) return line;
  const kept: string[] = [];
  for (const sign of line) {
    if (BACKSPACES.test(sign)) kept.pop();
    else kept.push(sign);
  }
  return kept.join('');
}
