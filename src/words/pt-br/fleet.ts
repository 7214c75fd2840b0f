/** `sockbench fleet` e `agent`: ajuda, e o que imprimem. */
import type { fleet as english } from '../en/fleet.ts';

export const fleet: typeof english = {
  description: 'uma execução a partir de muitas máquinas ao mesmo tempo, com um só resultado exato',
  examples: `Exemplos:
  sockbench fleet udp 192.168.0.7 --agents 4 --rate 20k    quatro agentes nesta máquina`,
  agents: 'quantos agentes participam; taxa, clientes e contagem são as de todos juntos',
  fleet: 'nome da frota: duas com nomes diferentes não se escutam',
  wait: 'por quanto tempo se espera até que haja agentes suficientes',
  allowed: {
    name: 'letras, algarismos, - e _, no máximo 32',
    noLink: 'um enlace emulado tem as duas pontas na mesma máquina',
  },
  states: {
    free: 'está presente',
    preparing: 'se prepara',
    ready: 'está pronto',
    armed: 'está pronto',
    running: 'está trabalhando',
    over: 'terminou',
    refused: 'recusou',
    lost: 'foi perdido',
  },
};
