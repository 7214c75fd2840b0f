/** The live screens of many: the guests of a server, the agents of a fleet. */
import { numbersIn } from '../../numbers.ts';

const { counted, number } = numbersIn('en');

export const liveMany = {
  serve: {
    title: 'sockbench serve',
    port: (port: string) => `port ${port}, TCP and UDP`,
    nobody: 'Nobody is connected yet.',
    clients: (count: number) => `${counted(count, 'client', 'clients')} connected`,
    total: 'all together',
    columns: {
      address: 'address',
      transport: 'transport',
      mode: 'mode',
      flows: 'flows',
      rate: 'rate',
      probes: 'probes',
      loss: 'loss up',
      since: 'since',
      up: 'up',
      down: 'down',
      end: 'end',
    },
    gone: 'left',
    more: (count: number) => `… and ${number(count)} more`,
    refused: (count: number) => `${number(count)} refused`,
    quit: 'stop the server',
  },
  fleet: {
    title: 'sockbench fleet',
    present: (there: number, wanted: number) => `${number(there)} of ${counted(wanted, 'agent', 'agents')}`,
    gathering: 'The agents gather and get ready; nothing is sent yet.',
    since: (time: string) => `${time} since all began`,
    columns: {
      agent: 'agent',
      state: 'state',
      rate: 'rate',
      missing: 'loss',
      lag: 'lag p99',
      clock: 'clock',
      sent: 'sent',
      received: 'received',
    },
    states: {
      free: 'is there',
      preparing: 'prepares',
      ready: 'ready',
      armed: 'ready',
      running: 'at work',
      over: 'done',
      refused: 'refused',
      lost: 'LOST',
    },
    silent: 'silent',
    more: (count: number) => `… and ${number(count)} more`,
    stop: 'stop: what is on its way is still awaited',
    stopAtOnce: 'stop at once',
  },
};
