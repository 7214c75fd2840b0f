/** Text into HTML, and data into a script element. */
import { safeText } from '../safe-text.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For element content and quoted attributes; controls and bidirectional overrides are made visible as well. */
export const escapeHtml = (text: string): string =>
  safeText(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** JSON that cannot end its script element, whatever strings it holds. */
export const embeddedJson = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
