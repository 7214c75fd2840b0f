/** `-4` and `-6`: which addresses of a name are tried. */
import type { Words } from '../../words/index.ts';
import { clash } from './values.ts';

export interface FamilyTyped {
  ipv4?: boolean;
  ipv6?: boolean;
}

/** @throws SockbenchError `bad-option` @returns 0: either */
export function familyFrom({ ipv4, ipv6 }: FamilyTyped, words: Words): 0 | 4 | 6 {
  if (ipv4 === true && ipv6 === true) clash('-4', '-6', words.cli.allowed.oneFamily);
  return ipv4 === true ? 4 : ipv6 === true ? 6 : 0;
}

/** This machine, by an address of that family. */
export const hereIn = (family: 0 | 4 | 6): string => (family === 6 ? '::1' : '127.0.0.1');
