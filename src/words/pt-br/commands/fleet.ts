/** `sockbench fleet` e `agent`: ajuda, e o que imprimem. */
import { typed } from '../../command.ts';
import type { fleet as english } from '../../en/commands/fleet.ts';

export const fleet: typeof english = {
  description: 'uma só medição feita por muitas máquinas ao mesmo tempo, com um só resultado, exato',
  examples: `Exemplos:
  ${typed('fleet udp 192.168.0.7 --agents 4 --rate 20k')}    quatro agentes nesta máquina
  ${typed('fleet udp 192.168.0.7 --agents 4 --rate 200k --bus nats://10.0.0.1')}    quatro que esperam num broker`,
  bus: 'endereço de um broker NATS, nats://HOST:4222 ou tls://…; credenciais ficam melhor em SOCKBENCH_BUS',
  agents: 'quantos agentes participam; --rate, --clients e --count valem para todos juntos',
  fleet: 'nome da frota: duas com nomes diferentes não se escutam',
  wait: 'por quanto tempo se espera até que haja agentes suficientes',
  allowed: {
    name: 'letras, algarismos, - e _, no máximo 32',
    targets:
      'uma lista de nomes, endereços com ou sem porta, redes como 10.0.0.0/8, own (loopback e privados), ou *',
    noRepeat: 'repita o comando e dê ao report todos os resultados',
    noLink: 'um enlace emulado tem as duas pontas na mesma máquina',
  },
  agent: {
    description: 'uma máquina de uma frota: fica à espera de trabalho num broker',
    examples: `Exemplos:
  ${typed('agent --bus nats://10.0.0.1')}
  ${typed('agent --bus nats://10.0.0.1 --key-file frota.key --allow 192.168.0.7:5000 --max-rate 100k')}`,
    name: 'nome deste agente, que nenhum outro tem (a máquina e o processo)',
    allow:
      'destinos para os quais ele pode enviar: nomes, endereços com ou sem porta, redes como 10.0.0.0/8, own (loopback e privados), ou * (own; com chave: *)',
    allowFlood: 'permite inundações, e acima do limite público se o coordenador também consentir',
    maxRate: 'sondas por segundo que podem ser pedidas a ele',
    maxBitrate: 'bits de carga por segundo, em cada sentido, que podem ser pedidos a ele',
    maxClients: 'fluxos que podem ser pedidos a ele',
    keyFile:
      'arquivo com a chave pré-compartilhada que assina ordens e resultados, e abre o servidor (ou SOCKBENCH_KEY)',
    once: 'termina depois de uma medição',
    ui: 'text ou none',
    waits: (name: string, fleet: string, address: string) =>
      `O agente ${name} da frota ${fleet} está à espera de trabalho em ${address}. Ctrl-C o encerra.`,
    unsigned:
      'Sem --key-file, qualquer um no broker pode dar trabalho a ele, para endereços de loopback e privados, a menos que --allow diga outra coisa.',
    away: (address: string) =>
      `O broker em ${address} está fora do ar; uma medição já começada continua sem ele.`,
    back: (address: string) => `O broker em ${address} voltou.`,
    states: {
      free: 'Está à espera de trabalho.',
      preparing: 'Prepara uma medição.',
      ready: 'Pronto para começar.',
      armed: 'Sabe quando começar.',
      running: 'Está medindo.',
      over: 'A medição terminou.',
      refused: 'Recusou uma medição.',
    },
  },
  table: {
    title: 'Agentes',
    head: {
      agent: 'Agente',
      state: 'Estado',
      share: 'Parte',
      sent: 'Enviadas',
      received: 'Recebidas',
      lost: 'Perdidas',
      lag: 'Atraso p99',
      began: 'Começou',
    },
    states: { done: 'terminou', late: 'atrasado', lost: 'perdido' },
    until: (state: string, time: string) => `${state} após ${time}`,
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
