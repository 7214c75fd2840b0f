/** What a link does, as link/describe.ts says it in the words of the options, said in Portuguese. */
import { linkBefore } from '../../server-said.ts';

const NAMES: Readonly<Record<string, string>> = {
  loss: 'perda de',
  'burst-loss': 'perda em rajadas de',
  drop: 'descarta os pacotes',
  delay: 'atraso de',
  jitter: 'jitter de',
  reorder: 'reordenação de',
  duplicate: 'duplicatas de',
  corrupt: 'corrupção de',
  bandwidth: 'banda de',
  queue: 'fila de',
  up: 'subida',
  down: 'descida',
};

/** `loss 2.5%, delay 20ms` → `perda de 2,5 %, atraso de 20 ms`; what is none of its words stays. */
export const linkSaid = (link: string): string =>
  link
    .replace(
      /(?<![\w-])(burst-loss|loss|drop|delay|jitter|reorder|duplicate|corrupt|bandwidth|queue) (?=\d)/g,
      (_, name: string) => `${NAMES[name]} `,
    )
    .replace(/(?<![\w-])(up|down): /g, (_, name: string) => `${NAMES[name]}: `)
    .replace(/^each way: /, 'em cada sentido: ')
    .replace(/^no impairment$/, 'sem degradação')
    .replace(/: nothing(?=;|$)/g, ': nada')
    .replace(/in runs of/g, 'em sequências de')
    .replace(/(ms|us|s) in (?=\d)/g, '$1 variando em ')
    .replace(/(\d)\.(?=\d)/g, '$1,')
    .replace(/(\d)(?=%|ms\b|s\b|kB\b)/g, '$1 ')
    .replace(/(\d)us\b/g, '$1 µs');

/** What a server says to all its guests, which travels in English. */
export function noticeSaid(text: string): string {
  const link = linkBefore(text);
  return link === null ? text : `um enlace emulado está na frente deste servidor; ${linkSaid(link)}`;
}
