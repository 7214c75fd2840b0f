/** `sockbench fleet` and `agent`: help, and what they print. */

export const fleet = {
  description: 'one run from many machines in step, with one exact result',
  examples: `Examples:
  sockbench fleet udp 192.168.0.7 --agents 4 --rate 20k    four agents on this machine`,
  agents: 'how many agents take part; rate, clients and count are those of all together',
  fleet: 'name of the fleet: two with different names do not hear each other',
  wait: 'how long enough agents are waited for',
  allowed: {
    name: 'letters, digits, - and _, at most 32',
    noLink: 'an emulated link has both its ends on one machine',
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
