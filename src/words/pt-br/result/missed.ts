import type { missed as english } from '../../en/result/missed.ts';
import { numbersIn } from '../../numbers.ts';

const { counted, number, plural } = numbersIn('pt-BR');

export const missed: typeof english = {
  outage: (from, to, nothing, why) => `De ${from} a ${to} s ${nothing}: ${why}.`,
  outages: (count, seconds, nothing, longest) =>
    `${counted(count, 'vez', 'vezes')} ${nothing}, ${seconds} s ao todo. ${longest}`,
  nothing: {
    back: 'nada voltou',
    here: 'nada chegou aqui',
    there: 'nada chegou ao servidor',
  },
  why: {
    ownLink: 'o enlace desta máquina estava fora do ar',
    route: 'esta máquina não tinha rota para lá, ou endereço de onde enviar',
    permission: 'uma regra desta máquina (firewall, rota) proibia o envio',
    ownStop: 'este programa ficou parado',
    peerEnded: 'a outra ponta já tinha saído',
    icmp: 'a rede avisou que não se chega lá (ICMP)',
    up: 'o que foi enviado não chegou ao servidor',
    down: 'as respostas do servidor não chegaram',
    unanswered: 'o servidor não respondeu',
    unknown: 'ninguém diz por quê',
  },
  undelivered: (count, due, ratio, parts) =>
    `${number(count)} de ${counted(due, 'sonda devida', 'sondas devidas')} não ${plural(count, 'foi entregue', 'foram entregues')} (${ratio}): ${parts}.`,
  refused: (count) => `${number(count)} ${plural(count, 'recusada', 'recusadas')} pelo sistema`,
  skipped: (count, gone) =>
    `${number(count)} ${plural(count, 'deixada', 'deixadas')} de fora ${gone ? 'porque a conexão tinha terminado, ou por atraso' : 'por atraso'}`,
  inVain: (count) => `${number(count)} ${plural(count, 'enviada', 'enviadas')} em vão`,
  lostShare: (name, ratio) => `${name} perdeu ${ratio}`,
  undeliveredShare: (name, ratio) => `${name} deixou de entregar ${ratio}`,
  direction: { up: 'Subida', down: 'Descida' },
  band: 'nada veio',
  which: 'não entregues',
};
