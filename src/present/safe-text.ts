import { safeText as filtered } from '../safe-text.ts';

/** Letters of one text of others: nobody reads more, and what is done to each takes time. */
const MOST_LETTERS = 10_000;

/** The filter lives below the layers, because plain clients of the chat get text from the host itself. */
export const safeText = (text: string): string =>
  text.length <= MOST_LETTERS ? filtered(text) : `${filtered(text.slice(0, MOST_LETTERS))}…`;
