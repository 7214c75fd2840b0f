import type { foreign as english } from '../../en/errors/foreign-text.ts';

export const foreign: typeof english = {
  'latin-1': "Estes bytes são Latin-1, e não UTF-8: codifique com .encode('utf-8').",
  'windows-1252': "Estes bytes são Windows-1252, e não UTF-8: codifique com .encode('utf-8').",
  'utf-16': "Estes bytes são UTF-16, e não UTF-8: codifique com .encode('utf-8').",
};
