/** The filter lives below the layers, because plain clients of the chat get text from the host itself. */
export { safeText } from '../safe-text.ts';
