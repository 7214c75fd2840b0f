/** What stands in the way of what was asked for, before anything starts. */
import type { Details, Sentence } from '../sentence.ts';

/** ` (20ms or 20s?)` */
const meant = ({ meant: ways }: Details): string =>
  ways === undefined ? '' : ` (${String(ways).replace('|', ' or ')}?)`;

export const optionErrors = {
  'bad-option': (d: Details): Sentence => ({
    message: `${d['option']} does not take ${d['value'] === '' ? 'an empty value' : d['value']}${meant(d)}: ${d['allowed']}.`,
    remedy: 'See --help for examples.',
  }),
  'options-clash': (d: Details): Sentence => ({
    message: `${d['option']} does not go with ${d['other']}: ${d['why']}.`,
    remedy: 'Leave one of them out.',
  }),
};
