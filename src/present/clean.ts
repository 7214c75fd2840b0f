/** What files and peers said, made harmless for a terminal or a page: controls become pictures, overrides a mark. */
export const safeText = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .normalize('NFC')
    .replace(/[\0-\x1f\x7f]/g, (control) =>
      String.fromCodePoint(0x2400 + (control === '\x7f' ? 0x21 : control.codePointAt(0)!)),
    )
    .replace(
      /[\u0080-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu,
      '\ufffd',
    );
