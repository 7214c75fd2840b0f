import { typed } from '../../command.ts';
import type { queue as english } from '../../en/lessons/queue.ts';
import { numbersIn } from '../../numbers.ts';

const { number } = numbersIn('pt-BR');

export const queue: typeof english = {
  titles: {
    full: 'Uma fila cheia',
    larger: 'Uma fila com o dobro do tamanho',
    codel: 'CoDel',
    'fq-codel': 'FQ-CoDel',
    bbr: 'BBR em vez de CUBIC',
  },
  before: {
    full: 'Uma linha de 10 Mbit/s com uma fila de 150 kB diante dela. Quatro fluxos TCP (CUBIC) enviam o mais rápido que podem e, ao lado deles, pequenas sondas perguntam quanto um pacote espera.',
    larger: 'A mesma linha e os mesmos fluxos; na fila cabem 300 kB. A linha leva mais?',
    codel:
      'A mesma fila, gerenciada pelo CoDel (RFC 8289): onde os pacotes esperam mais de 5 ms durante 100 ms seguidos, ele descarta um de vez em quando, antes de a fila encher.',
    'fq-codel':
      'O mesmo, mas cada fluxo tem a sua própria fila, e elas são servidas em rodízio (FQ-CoDel, RFC 8290): as sondas não ficam atrás dos fluxos.',
    bbr: 'A fila do primeiro passo, sem gerenciamento. Um só fluxo envia com BBR, que procura a taxa da linha e não as suas perdas.',
  },
  columns: {
    second: 'segundo',
    phase: 'fase',
    carried: 'sobem',
    wait: 'espera a mais',
    step: 'passo',
    p95: 'p95',
    grade: 'nota',
  },
  after: {
    full: (carried: string, wait: string, held: string) =>
      `A linha leva ${carried}, e metade dos pacotes da subida espera ${wait} a mais: na maior parte do tempo a fila guarda ${held}. O CUBIC envia cada vez mais até perder algo, e nada se perde antes de a fila encher.`,
    larger: (carried: string, wait: string, held: string) =>
      `Ela leva ${carried}, como antes, e os pacotes esperam ${wait}: a fila guarda ${held}. Uma fila maior não deixa linha nenhuma mais rápida; só alonga a espera.`,
    codel: (carried: string, wait: string, held: string) =>
      `Ela ainda leva ${carried}, e os pacotes esperam ${wait}: a fila guarda ${held}. As perdas precoces avisam o CUBIC para ir mais devagar enquanto a fila é curta.`,
    'fq-codel': (carried: string, wait: string, held: string) =>
      `Ela leva ${carried}; os fluxos têm ${held} na fila e, mesmo assim, uma sonda espera só ${wait}: ela não fica atrás deles.`,
    bbr: (carried: string, wait: string, held: string) =>
      `Ela leva ${carried} com ${held} na fila, e os pacotes esperam ${wait}. Nada mudou na rede: só o remetente decide quanto a fila enche. (Quatro fluxos assim acabam por enchê-la: experimente ${typed('load --congestion bbr')}.)`,
  },
  running: (step: number, title: string) => `${number(step)}  ${title}: catorze segundos …`,
  questions:
    'Perguntas: quem espera numa fila cheia, quem a enche ou todos? Por que um teste de velocidade não mostra isso? O que você mudaria primeiro em casa: a linha, o roteador ou o programa?',
  options: {
    step: 'um passo só: full, larger, codel, fq-codel, bbr',
  },
  allowed: {
    step: 'um de full, larger, codel, fq-codel, bbr',
  },
};
