/** Nada passou: de que tamanho, em que sentido, e o que olhar. */
import type { silenceErrors as english } from '../../en/errors/silence-errors.ts';
import { numbersIn } from '../../numbers.ts';
import type { Details } from '../../sentence.ts';
import { linkSaid } from '../result/link.ts';

const { counted, number, plural } = numbersIn('pt-BR');

const ofSize = (d: Details): string => counted(d['bytes'], 'byte', 'bytes');
const small = (d: Details): string => `os pequenos, de ${counted(d['small'], 'byte', 'bytes')}, passam`;

const largeLost = (d: Details): string => {
  const none = (what: string): string => `De ${what} de ${ofSize(d)},`;
  const datagrams = counted(d['count'], 'datagrama', 'datagramas');
  if (d['direction'] === 'up') return `${none(datagrams)} nenhum chegou a ${d['address']}; ${small(d)}.`;
  if (d['direction'] === undefined)
    return `${none(datagrams)} nenhum voltou de ${d['address']}; ${small(d)}.`;
  if (d['oneWay'] !== undefined)
    return `${none(datagrams)} nenhum chegou aqui vindo de ${d['address']}; ${small(d)}.`;
  const answers = counted(d['count'], 'resposta', 'respostas');
  return `${none(answers)} nenhuma voltou de ${d['address']}; ${small(d)}.`;
};

export const silenceErrors: typeof english = {
  'udp-blocked': (d) => ({
    message:
      d['rejected'] !== undefined
        ? `${d['address']} responde por TCP, mas o que lhe é enviado por UDP é rejeitado: a rede o avisa (ICMP).`
        : d['direction'] === 'down'
          ? `Os datagramas chegam a ${d['address']} por UDP, mas nenhuma resposta volta.`
          : `${d['address']} responde por TCP, mas nenhum datagrama voltou por UDP.`,
    remedy: `Um firewall provavelmente ${d['rejected'] === undefined ? 'descarta' : 'rejeita'} UDP; libere UDP nesta porta nas duas máquinas.`,
  }),
  'large-lost': (d) => ({
    message: largeLost(d),
    remedy:
      'Algo no caminho descarta o que passa do MTU, ou o que vem em fragmentos. Use um --size menor; `tracepath` mostra o MTU de um caminho.',
  }),
  'fell-silent': (d) => ({
    message: `${d['address']} respondeu no início da medição, mas a nenhuma de ${counted(d['count'], 'sonda', 'sondas')}: ${
      d['direction'] === 'down'
        ? `${plural(d['count'], 'ela chegou', 'elas chegaram')} lá, e as respostas não voltaram`
        : d['direction'] === 'up'
          ? `${plural(d['count'], 'ela não chegou', 'elas não chegaram')} lá`
          : 'ninguém diz onde se perderam'
    }.`,
    remedy:
      'Procure o que mudou no caminho: um enlace que caiu, ou um firewall que deixa passar só os primeiros datagramas.',
  }),
  'no-answer': (d) => ({
    message: `Nenhuma resposta veio de ${d['address']}.`,
    remedy:
      'Confira se há um servidor rodando lá para este transporte; para um do sockbench, tire echo:// do destino.',
  }),
  'answers-elsewhere': (d) => ({
    message: `O que se envia a ${d['address']} é respondido por ${d['elsewhere']}: quem perguntou a um endereço não aceita resposta de outro.`,
    remedy: 'O servidor deve responder com o socket que recebeu o datagrama, do endereço a que se perguntou.',
  }),
  'link-silent': (d) => ({
    message: `Nada voltou pelo enlace emulado (${linkSaid(String(d['link']))}).`,
    remedy: 'Faça-o perder ou atrasar menos.',
  }),
  'link-slow': (d) => ({
    message: `O enlace emulado atrasa uma ida e volta em ${number(d['seconds'])} s, e uma resposta conta como perdida depois de ${number(d['patience'])} s.`,
    remedy: 'Espere mais com --loss-threshold, ou atrase menos.',
  }),
};
