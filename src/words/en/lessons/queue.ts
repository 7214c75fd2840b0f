/** `sockbench lesson queue`: what a full queue does, and what cures it. */
import { typed } from '../../command.ts';
import { numbersIn } from '../../numbers.ts';

const { number } = numbersIn('en');

export const queue = {
  titles: {
    full: 'A full queue',
    larger: 'A queue twice as large',
    codel: 'CoDel',
    'fq-codel': 'FQ-CoDel',
    bbr: 'BBR instead of CUBIC',
  },
  before: {
    full: 'A line of 10 Mbit/s with a queue of 150 kB in front of it. Four TCP streams (CUBIC) upload as fast as they can, and beside them small probes ask how long a packet waits.',
    larger: 'The same line and the same streams; the queue holds 300 kB. Does the line carry more?',
    codel:
      'The same queue, managed by CoDel (RFC 8289): where packets wait longer than 5 ms for 100 ms on end, it drops one now and then, before the queue is full.',
    'fq-codel':
      'The same, but each flow has a queue of its own, served in turn (FQ-CoDel, RFC 8290): the probes do not stand behind the streams.',
    bbr: 'The unmanaged queue of the first step. One stream uploads with BBR, which looks for the rate of the line and not for its losses.',
  },
  columns: {
    second: 'second',
    phase: 'phase',
    carried: 'carried up',
    wait: 'packets wait',
    step: 'step',
    p95: 'p95',
    grade: 'grade',
  },
  after: {
    full: (carried: string, wait: string, held: string) =>
      `The line carries ${carried}, and half of all packets up wait ${wait} longer: the queue holds ${held} most of the time. CUBIC sends more until something is lost, and nothing is lost before the queue is full.`,
    larger: (carried: string, wait: string, held: string) =>
      `It carries ${carried}, as before, and packets wait ${wait}: the queue holds ${held}. A larger queue makes no line faster; it only makes the waiting longer.`,
    codel: (carried: string, wait: string, held: string) =>
      `It still carries ${carried}, and packets wait ${wait}: the queue holds ${held}. The early losses tell CUBIC to slow down while the queue is short.`,
    'fq-codel': (carried: string, wait: string, held: string) =>
      `It carries ${carried}; the streams have ${held} in the queue, and yet a probe waits only ${wait}: it does not stand behind them.`,
    bbr: (carried: string, wait: string, held: string) =>
      `It carries ${carried} with ${held} in the queue, and packets wait ${wait}. Nothing was changed in the network: the sender alone decides how full the queue becomes. (Four such streams fill it after all: try ${typed('load --congestion bbr')}.)`,
  },
  running: (step: number, title: string) => `${number(step)}  ${title}: fourteen seconds …`,
  questions:
    'Questions: who waits in a full queue: the one who fills it, or everybody? Why does a speed test not show it? What would you change first at home: the line, the router, or the program?',
  options: {
    step: 'one step alone: full, larger, codel, fq-codel, bbr',
  },
  allowed: {
    step: 'one of full, larger, codel, fq-codel, bbr',
  },
};
