/** What a refused value may have been meant to be, told with it. */
import type { Details } from './sentence.ts';

/** ` (20ms or 20s?)`; nothing where nobody can know. */
export const meantIn =
  (or: string) =>
  ({ meant }: Details): string =>
    meant === undefined ? '' : ` (${String(meant).replace('|', ` ${or} `)}?)`;
