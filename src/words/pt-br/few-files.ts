import type { Details, Sentence } from '../sentence.ts';

/** Loaded by itself where files are so few that nothing else can be. */
export const fewFiles = (d: Details): Sentence => ({
  message:
    d['limit'] === undefined
      ? 'O sistema não deixa o sockbench abrir mais arquivos.'
      : `O sockbench precisa de ${d['needed']} arquivos abertos para começar, mas o limite é ${d['limit']}.`,
  remedy: 'Aumente o limite com `ulimit -n 1024`.',
});
