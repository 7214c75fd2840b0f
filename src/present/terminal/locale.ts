/** What a terminal's locale can show, and what stands in for the rest. */
import { widthOf } from '../../width.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** By the locale: LC_ALL, LC_CTYPE, LANG. */
export function isUnicode(env: Environment, platform: NodeJS.Platform = process.platform): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => (value ?? '') !== '');
  if (locale === undefined) return platform === 'win32' || platform === 'darwin';
  return /utf-?8/i.test(locale);
}

/** At most one column for one column: accents and typographic signs to ASCII, for locales that are not UTF-8. */
export function toAscii(text: string): string {
  return text.replace(CUT, '~').replace(/[^\x00-\x7f]/gu, (sign) => {
    const plain = STAND_INS[sign] ?? sign.normalize('NFD')[0]!;
    return plain <= '\x7f' ? plain : widthOf(sign) === 0 ? '' : '?';
  });
}

/** Where something was cut; by itself it is punctuation. */
const CUT = /(?<=\S)…|…(?=\S)|^…$/g;

const STAND_INS: Readonly<Record<string, string>> = {
  '…': '.',
  '·': '-',
  '–': '-',
  '−': '-',
  '─': '-',
  '│': '|',
  '✔': '+',
  '✘': 'x',
  '✖': 'x',
  '—': '-',
  '→': '>',
  '←': '<',
  '↑': '^',
  '▲': '^',
  '↓': 'v',
  '×': 'x',
  µ: 'u',
  '≥': '>',
  '≤': '<',
  '±': '~',
  '█': '#',
  '²': '2',
  '„': '"',
  '“': '"',
  '”': '"',
  '’': "'",
  '\u00a0': ' ',
  '\u202f': ' ',
};
