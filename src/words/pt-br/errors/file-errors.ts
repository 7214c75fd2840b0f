import type { fileErrors as english } from '../../en/errors/file-errors.ts';

export const fileErrors: typeof english = {
  'foreign-link': (d) => ({
    message: `${d['file']} não foi salvo: ${d['link']} é um link criado por outra pessoa.`,
    remedy: 'Dê o nome para o qual ele aponta, se é isso que você quer.',
  }),
  'foreign-pipe': (d) => ({
    message: `${d['file']} não foi salvo: é um pipe criado por outra pessoa.`,
    remedy: 'Salve em um arquivo, ou deixe que o shell o abra: /dev/fd/3 com 3>PIPE.',
  }),
  'not-open': (d) => ({
    message: `${d['file']} não foi salvo: ninguém abriu o número ${d['number']} para escrita.`,
    remedy: `O shell o abre: ${d['number']}>ARQUIVO.`,
  }),
  'folder-gone': () => ({
    message: 'A pasta em que isto foi iniciado não existe mais.',
    remedy: 'Mude para outra (cd) e inicie de novo.',
  }),
  'no-name': () => ({
    message: 'Um arquivo sem nome não pode ser salvo.',
    remedy: 'Dê-lhe um; uma variável vazia não dá nenhum.',
  }),
  'is-folder': (d) => ({
    message: `${d['file']} não foi salvo: é uma pasta.`,
    remedy: 'Dê o nome de um arquivo dentro dela.',
  }),
  'reader-gone': (d) => ({
    message: `${d['file']} não está completo: o programa que o lia terminou.`,
    remedy: null,
  }),
  'reader-stuck': (d) => ({
    message: `${d['file']} não está completo: o programa que o lê não recebeu o resto.`,
    remedy: null,
  }),
};
