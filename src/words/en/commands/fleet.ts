/** `sockbench fleet` and `agent`: help, and what they print. */
import { typed } from '../../command.ts';

export const fleet = {
  description: 'one run from many machines in step, with one exact result',
  examples: `Examples:
  ${typed('fleet udp 192.168.0.7 --agents 4 --rate 20k')}    four agents on this machine
  ${typed('fleet udp 192.168.0.7 --agents 4 --rate 200k --bus nats://10.0.0.1')}    four that wait at a broker`,
  bus: 'address of a NATS broker, nats://HOST:4222 or tls://…; credentials better in SOCKBENCH_BUS',
  agents: 'how many agents take part; rate, clients and count are those of all together',
  fleet: 'name of the fleet: two with different names do not hear each other',
  wait: 'how long enough agents are waited for',
  allowed: {
    name: 'letters, digits, - and _, at most 32',
    targets:
      'a list of names, addresses with or without a port, networks such as 10.0.0.0/8, own (loopback and private), or *',
    noRepeat: 'repeat the command and give report all its results',
    noLink: 'an emulated link has both its ends on one machine',
  },
  agent: {
    description: 'one machine of a fleet: waits at a broker for work',
    examples: `Examples:
  ${typed('agent --bus nats://10.0.0.1')}
  ${typed('agent --bus nats://10.0.0.1 --key-file fleet.key --allow 192.168.0.7:5000 --max-rate 100k')}`,
    name: 'name of this agent, which no other one has (the machine and the process)',
    allow:
      'targets that it may be sent to: names, addresses with or without a port, networks such as 10.0.0.0/8, own (loopback and private), or * (own; with a key: *)',
    allowFlood: 'let it send floods, and above the public bound where the coordinator consents, too',
    maxRate: 'probes per second that it may be asked for',
    maxBitrate: 'payload bits per second, each direction, that it may be asked for',
    maxClients: 'flows that it may be asked for',
    keyFile:
      'file with the pre-shared key that signs orders and results, and opens the server (or SOCKBENCH_KEY)',
    once: 'end after one run',
    ui: 'text or none',
    waits: (name: string, fleet: string, address: string) =>
      `Agent ${name} of the fleet ${fleet} waits for work at ${address}. Ctrl-C ends it.`,
    unsigned:
      'Without --key-file anybody on the broker may give it work, towards loopback and private addresses unless --allow says otherwise.',
    away: (address: string) => `The broker at ${address} is away; a run goes on without it.`,
    back: (address: string) => `The broker at ${address} is back.`,
    states: {
      free: 'Waits for work.',
      preparing: 'Prepares a run.',
      ready: 'Ready to begin.',
      armed: 'Knows when to begin.',
      running: 'Measures.',
      over: 'The run is over.',
      refused: 'Refused a run.',
    },
  },
  /** Of a result. */
  table: {
    title: 'Agents',
    head: {
      agent: 'Agent',
      state: 'State',
      share: 'Share',
      sent: 'Sent',
      received: 'Received',
      lost: 'Lost',
      lag: 'Lag p99',
      began: 'Began',
    },
    states: { done: 'done', late: 'late', lost: 'lost' },
    until: (state: string, time: string) => `${state} after ${time}`,
  },
  /** Of an agent. */
  states: {
    free: 'is there',
    preparing: 'prepares',
    ready: 'is ready',
    armed: 'is ready',
    running: 'is at work',
    over: 'is done',
    refused: 'will not',
    lost: 'is lost',
  },
};
