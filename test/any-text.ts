/** Strings of any code points but surrogates: fast-check's own (`unit: 'binary'`) lists all 1.1 million before it draws one. */
import fc from 'fast-check';

const SURROGATES = 0xd800;
const MANY = 0x800;

export const anyCodePoint: fc.Arbitrary<string> = fc.nat(0x10_ff_ff - MANY).map(
  (place) => String.fromCodePoint(place < SURROGATES ? place : place + MANY),
  (text) => {
    const code = typeof text === 'string' ? (text.codePointAt(0) ?? -1) : -1;
    if (code < 0 || text !== String.fromCodePoint(code)) throw new Error('not one code point');
    return code < SURROGATES ? code : code - MANY;
  },
);

export const anyText = (constraints: { readonly maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ ...constraints, unit: anyCodePoint });
