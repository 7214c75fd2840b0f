import { typed } from '../../command.ts';
import type { optionErrors as english } from '../../en/errors/option-errors.ts';
import { meantIn } from '../../meant.ts';
import { numbersIn } from '../../numbers.ts';
import type { Details } from '../../sentence.ts';

const { bits, counted, time } = numbersIn('pt-BR');
const meant = meantIn('ou');
const bytes = (d: Details): string => counted(d['size'], 'byte', 'bytes');

const idle: Readonly<Record<string, readonly [string, string]>> = {
  'tcp-only': ['é do TCP', 'Deixe-a de fora.'],
  engine: [
    'o motor portable não sabe ajustá-la',
    `Deixe-a de fora, ou use --engine linux onde ele funciona (${typed('doctor')}).`,
  ],
  'connect-engine': [
    'as conexões são abertas uma a uma pelo motor portable, que não sabe ajustá-la',
    'Deixe-a de fora, ou use outro modo.',
  ],
  'connect-bytes': ['cada conexão leva um só cabeçalho de 64 bytes', 'Deixe-a de fora, e dê --rate.'],
  'no-schedule': ['não há escalonamento cujos intervalos possam variar', 'Dê um número com --rate.'],
  'no-answers': ['lá nada é respondido', 'Dê um número com --rate, ou max.'],
  threads: ['cada thread precisa de um cliente próprio', 'Use no máximo tantas threads quantos clientes.'],
};

const load = (d: Details): string =>
  `${bits(d['bits'])} em ${counted(Math.round(Number(d['packets'])), 'pacote/s', 'pacotes/s')}`;
const free = (d: Details): string =>
  `${bits(d['mostBits'])} e ${counted(d['mostPackets'], 'pacote/s', 'pacotes/s')}`;

export const optionErrors: typeof english = {
  'bad-option': (d) => ({
    message: `${d['option']} não aceita ${d['value'] === '' ? 'um valor vazio' : d['value']}${meant(d)}: ${d['allowed']}.`,
    remedy: 'Veja exemplos em --help.',
  }),
  'options-clash': (d) => ({
    message: `${d['option']} não combina com ${d['other']}: ${d['why']}.`,
    remedy: 'Deixe um dos dois de fora.',
  }),
  'option-idle': (d) => ({
    message: `${d['option']} não tem efeito com ${d['other']}: ${idle[String(d['why'])]?.[0] ?? ''}.`,
    remedy: idle[String(d['why'])]?.[1] ?? null,
  }),
  'rate-too-low': (d) => ({
    message: `${d['asked']} é menos de uma sonda de ${bytes(d)} em ${time(d['duration'])} de medição.`,
    remedy: 'Peça mais, dê uma --duration maior ou um --size menor.',
  }),
  'rate-too-high': (d) => ({
    message: `${d['asked']} é mais de ${counted(d['most'], 'sonda', 'sondas')} de ${bytes(d)} por segundo, o que nada consegue enviar.`,
    remedy: 'Peça menos, ou dê um --size maior.',
  }),
  'own-network': (d) => ({
    message:
      d['bits'] === undefined
        ? `${d['address']} não é loopback, privado nem link-local, e esta medição o inundaria.`
        : `${d['address']} não é loopback, privado nem link-local, e esta medição enviaria para lá ${load(d)}; até ${free(d)} não precisam de consentimento.`,
    remedy: 'Se a rede é sua para carregar, acrescente --i-own-this-network.',
  }),
};
