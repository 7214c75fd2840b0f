import type { wrongAnswers as english } from '../../en/errors/wrong-answers.ts';
import { numbersIn } from '../../numbers.ts';
import type { Details } from '../../sentence.ts';

const { counted, number } = numbersIn('pt-BR');

const bytes = (count: string | number | undefined): string => counted(count, 'byte', 'bytes');

function kinds(d: Details): string {
  const named = ['shorter', 'longer', 'changed', 'foreign'] as const;
  const words = {
    shorter: 'curtas demais',
    longer: 'longas demais',
    changed: 'alteradas',
    foreign: 'de outro',
  };
  const some = named.filter((kind) => Number(d[kind]) > 0);
  return some.length < 2 ? '' : ` (${some.map((kind) => `${number(d[kind])} ${words[kind]}`).join(', ')})`;
}

const hex = (value: string | number | undefined): string =>
  `0x${Number(value).toString(16).padStart(2, '0')}`;

const differs = (d: Details): string =>
  d['byte'] === undefined
    ? ''
    : `; o byte ${number(d['byte'])} é ${hex(d['got'])}, e foi enviado ${hex(d['sent'])}`;

const around = (d: Details): string => {
  if (d['before'] === undefined) return differs(d);
  const more = Number(d['bytes']) - Number(d['expected']) - Number(d['before']);
  const places = [
    ...(Number(d['before']) > 0 ? [`${number(d['before'])} deles na frente`] : []),
    ...(more > 0 ? [`${number(more)} deles atrás`] : []),
  ];
  return `, ${places.join(' e ')}`;
};

const sample = (d: Details): string =>
  d['kind'] === 'foreign' || d['byte'] === 1 || Number(d['before']) > 0
    ? `, começando com "${d['sample']}"`
    : '';

function first(d: Details): string {
  const came = `de ${bytes(d['expected'])} ${Number(d['bytes']) === 1 ? 'voltou' : 'voltaram'} ${number(d['bytes'])}`;
  switch (d['kind']) {
    case 'shorter':
      return `${came}${differs(d)}`;
    case 'longer':
      return `${came}${around(d)}`;
    case 'changed':
      return `${came}${differs(d)}`;
    default:
      return `${bytes(d['bytes'])} que ninguém aqui enviou`;
  }
}

export const wrongAnswers: typeof english = {
  'wrong-answers': (d) => ({
    message: `${d['address']} não devolve o que recebe: ${counted(d['count'], 'resposta estava errada', 'respostas estavam erradas')}${kinds(d)}. A primeira: ${first(d)}${sample(d)}.`,
    remedy:
      'Um servidor de eco devolve cada byte como chegou (RFC 862): nada na frente, nada atrás e, por TCP, tudo, em quantos pedaços chegar.',
  }),
};
