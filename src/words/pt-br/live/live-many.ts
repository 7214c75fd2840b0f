/** As telas de muitos: os visitantes de um servidor, os agentes de uma frota. */
import type { liveMany as english } from '../../en/live/live-many.ts';
import { numbersIn } from '../../numbers.ts';

const { counted, number } = numbersIn('pt-BR');

export const liveMany: typeof english = {
  serve: {
    title: 'sockbench serve',
    port: (port) => `porta ${port}, TCP e UDP`,
    nobody: 'Ninguém está conectado ainda.',
    clients: (count) => counted(count, 'cliente conectado', 'clientes conectados'),
    total: 'todos juntos',
    columns: {
      address: 'endereço',
      transport: 'transporte',
      mode: 'modo',
      flows: 'fluxos',
      rate: 'taxa',
      probes: 'sondas',
      loss: 'perda na subida',
      since: 'desde',
      up: 'subida',
      down: 'descida',
      end: 'fim',
    },
    gone: 'já saíram',
    more: (count) => `… e mais ${number(count)}`,
    refused: (count) => counted(count, 'recusado', 'recusados'),
    quit: 'parar o servidor',
  },
  fleet: {
    title: 'sockbench fleet',
    present: (there: number, wanted: number) => `${number(there)} de ${counted(wanted, 'agente', 'agentes')}`,
    gathering: 'Os agentes se reúnem e se preparam; nada foi enviado ainda.',
    since: (time: string) => `${time} desde que todos começaram`,
    columns: {
      agent: 'agente',
      state: 'estado',
      rate: 'taxa',
      missing: 'perda',
      lag: 'atraso p99',
      clock: 'relógio',
      sent: 'enviadas',
      received: 'recebidas',
    },
    states: {
      free: 'presente',
      preparing: 'preparando',
      ready: 'pronto',
      armed: 'pronto',
      running: 'trabalhando',
      over: 'terminou',
      refused: 'recusou',
      lost: 'PERDIDO',
    },
    silent: 'em silêncio',
    more: (count: number) => `… e mais ${number(count)}`,
    stop: 'parar: o que está a caminho ainda é esperado',
    stopAtOnce: 'parar já',
  },
};
