/** Text into HTML, and data into a script element. */
import { safeJson } from '../export/json.ts';
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

/** JSON that cannot end its script element, whatever strings it holds, and hides nothing from who reads the source. */
export const embeddedJson = (value: unknown): string => safeJson(value).replace(/</g, '\\u003c');
