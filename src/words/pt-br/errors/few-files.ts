import { numbersIn } from '../../numbers.ts';
import type { Details, Sentence } from '../../sentence.ts';

const { counted, number } = numbersIn('pt-BR');

/** Loaded by itself where files are so few that nothing else can be. */
export const fewFiles = (d: Details): Sentence => ({
  message:
    d['limit'] === undefined
      ? 'O sistema não deixa o sockbench abrir mais arquivos.'
      : `O sockbench precisa de ${counted(d['needed'], 'arquivo aberto', 'arquivos abertos')} para começar, mas o limite é ${number(d['limit'])}.`,
  remedy: 'Aumente o limite com `ulimit -n 1024`.',
});
