import type { classroom as english } from '../../en/result/classroom.ts';
import { numbersIn } from '../../numbers.ts';
import { linkSaid } from './link.ts';

const { counted, number } = numbersIn('pt-BR');

export const classroom: typeof english = {
  title: 'a turma',
  guest: 'quem',
  address: 'endereço',
  p50: 'p50',
  p99: 'p99',
  lost: 'perdidas',
  resent: 'retransm.',
  up: 'perda ida',
  down: 'perda volta',
  left: 'faltam',
  now: 'agora',
  end: 'fim',
  guests: (count) => counted(count, 'participante', 'participantes'),
  present: (here, all) =>
    here === all
      ? counted(here, 'participante conectado', 'participantes conectados')
      : `${number(here)} de ${counted(all, 'participante conectado', 'participantes conectados')}`,
  range: (least, most) => (least === most ? least : `${least} a ${most}`),
  tcp: (parts) => `TCP: ${parts.join(', ')}`,
  udp: (parts) => `UDP: ${parts.join(', ')}`,
  lostAll: (range) => `perdeu ${range}`,
  lostUpInAll: (range) => `perdeu ${range} na ida`,
  lostUp: (range) => `até agora perdeu ${range} na ida`,
  again: (range) => `retransmitiu ${range} segmentos`,
  slowest: (range) => `p99 ${range}`,
  link: (link) => `Todos atravessaram um enlace emulado, ${linkSaid(link)}`,
  nobody: 'Ninguém mediu com este servidor.',
  sort: (by) => `em ordem de ${by}`,
  orders: { coming: 'chegada', name: 'nome', p99: 'p99 do TCP', loss: 'perda do UDP' },
  quit: 'encerrar o servidor, para todos',
  typeThis: 'Digite:',
  definitions:
    'p50, p99: metade das idas e voltas, e 99 em cada 100, foram mais rápidas. Perda na ida e na volta: datagramas que não chegaram ao servidor, respostas que não voltaram. Retransmissões: segmentos TCP que uma das pontas enviou de novo porque a rede os descartou ou atrasou.',
};
