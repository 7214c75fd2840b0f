import type { optionErrors as english } from '../en/option-errors.ts';
import type { Details } from '../sentence.ts';

const meant = ({ meant: ways }: Details): string =>
  ways === undefined ? '' : ` (${String(ways).replace('|', ' ou ')}?)`;

export const optionErrors: typeof english = {
  'bad-option': (d) => ({
    message: `${d['option']} não aceita ${d['value'] === '' ? 'um valor vazio' : d['value']}${meant(d)}: ${d['allowed']}.`,
    remedy: 'Veja exemplos em --help.',
  }),
  'options-clash': (d) => ({
    message: `${d['option']} não combina com ${d['other']}: ${d['why']}.`,
    remedy: 'Deixe um dos dois de fora.',
  }),
};
