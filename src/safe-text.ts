/**
 * The one filter for text that came from a network, a file or a command line, before it reaches a terminal or a page.
 * An allow-list: what is not known to be harmless is shown as a sign that does nothing.
 * (Removing escape sequences instead lets nested, C1 and DCS sequences through.)
 */

/**
 * Marks of one kind on one letter; more would climb over the lines above and below. Those of a script (Tibetan stacks, a
 * Burmese syllable) may be one more than the accents that belong to none, and those with a body of their own stand beside.
 */
const MOST_ACCENTS = 3;
const MOST_MARKS = 4;

/** The fast way for most lines: printable ASCII. */
const PLAIN = /^[\x20-\x7e]*$/;
const VISIBLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]$/u;
const MARK = /^\p{M}$/u;
const BESIDE = /^\p{Mc}$/u;
const ACCENT = /^\p{Script=Inherited}$/u;
/** Zero-width and filler characters that Unicode counts as letters, marks or format characters. */
const INVISIBLE = /^\p{Default_Ignorable_Code_Point}$/u;
const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
const EMOJI_PART = /^(?:\p{Emoji_Modifier}|\ufe0f)$/u;
const JOINER = '\u200d';
const NON_JOINER = '\u200c';
/** Scripts of India, where a joiner or non-joiner chooses the shape of a conjunct (UAX 31, A2). */
const VIRAMA = /^[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]$/;
const LETTER = /^\p{L}$/u;
const ARABIC_LETTER = /^(?=\p{L})\p{Script=Arabic}$/u;
const VARIATION = /^[\ufe0e\ufe0f]$/;
const REPLACEMENT = '\ufffd';
/** Signs that show nothing: with them a line would seem empty, or to begin elsewhere, and trimming would not find them. */
const BLANKS = /[\u2800\u{1d159}]/gu;

/**
 * @returns one line of text that cannot move the cursor, hide, reorder or restyle anything: well-formed, NFC, controls as
 * their pictures (U+2400…), signs that are blank as spaces, C1, bidirectional, zero-width, tag, private and unassigned characters as U+FFFD,
 * few marks on a letter, zero-width joiners only inside an emoji or
 * where a script needs them. Doing it twice changes nothing.
 */
export function safeText(text: string): string {
  if (PLAIN.test(text)) return text;
  const signs = Array.from(text.toWellFormed().normalize('NFC').replace(BLANKS, ' '));
  let safe = '';
  let above = 0;
  let beside = 0;
  for (let at = 0; at < signs.length; at++) {
    const sign = signs[at]!;
    if (MARK.test(sign) && !INVISIBLE.test(sign)) {
      const most = ACCENT.test(sign) ? MOST_ACCENTS : MOST_MARKS;
      if ((BESIDE.test(sign) ? ++beside : ++above) <= most) safe += sign;
      continue;
    }
    if (VARIATION.test(sign) && follows(signs, at)) {
      safe += sign;
      continue;
    }
    above = 0;
    beside = 0;
    safe += (sign === JOINER && joins(signs, at)) || shapes(signs, at) ? sign : harmless(sign);
  }
  return safe;
}

/** Several lines: line ends and tabs keep their meaning, everything else goes through {@link safeText}. */
export function safeLines(text: string): string[] {
  return text.split(/\r\n|\n/).map((line) => safeText(line.replaceAll('\t', '    ')));
}

function harmless(sign: string): string {
  const code = sign.codePointAt(0)!;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return VISIBLE.test(sign) && !INVISIBLE.test(sign) ? sign : REPLACEMENT;
}

/** A variation selector chooses the look of the visible sign right before it. */
function follows(signs: readonly string[], at: number): boolean {
  const before = signs[at - 1];
  return before !== undefined && harmless(before) === before && !MARK.test(before);
}

/** Between two pictographs, with a skin tone or variation selector allowed after the first. */
function joins(signs: readonly string[], at: number): boolean {
  let before = at - 1;
  if (EMOJI_PART.test(signs[before] ?? '')) before--;
  return isPictograph(signs[before]) && isPictograph(signs[at + 1]);
}

/** Without them Persian and Malayalam are spelled wrong: a non-joiner between Arabic letters, either after a virama. */
function shapes(signs: readonly string[], at: number): boolean {
  const [before = '', sign, after = ''] = signs.slice(at - 1, at + 2);
  if (at === 0 || (sign !== JOINER && sign !== NON_JOINER)) return false;
  if (VIRAMA.test(before)) return sign === JOINER ? !INVISIBLE.test(after) : isLetter(after);
  return sign === NON_JOINER && ARABIC_LETTER.test(before) && ARABIC_LETTER.test(after);
}

/** Some that are counted as letters show nothing, and do not stay. */
const isLetter = (sign: string): boolean => LETTER.test(sign) && harmless(sign) === sign;

/** Code points that are only reserved for pictographs are shown as U+FFFD: nothing joins those. */
const isPictograph = (sign = ''): boolean => PICTOGRAPH.test(sign) && harmless(sign) === sign;
