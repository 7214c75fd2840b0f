/** When nothing came, and what was never delivered: said first, everywhere. */
import { numbersIn } from '../../numbers.ts';

const { counted, number, plural } = numbersIn('en');

export const missed = {
  /** `From 2.2 to 5.3 s nothing came back: this machine's link was down.` */
  outage: (from: string, to: string, nothing: string, why: string) =>
    `From ${from} to ${to} s ${nothing}: ${why}.`,
  outages: (count: number, seconds: string, nothing: string, longest: string) =>
    `${counted(count, 'time', 'times')} ${nothing}, ${seconds} s in all. ${longest}`,
  nothing: {
    back: 'nothing came back',
    here: 'nothing arrived here',
    there: 'nothing arrived at the server',
  },
  why: {
    ownLink: "this machine's link was down",
    route: 'this machine had no route there, or no address to send from',
    permission: 'a rule of this machine (firewall, route) forbade sending',
    ownStop: 'this program stood still',
    peerEnded: 'the other end had gone',
    icmp: 'the network said that it does not get there (ICMP)',
    up: 'what was sent did not reach the server',
    down: "the server's answers did not arrive",
    unanswered: 'the server did not answer',
    unknown: 'nobody tells why',
  },
  undelivered: (count: number, due: number, ratio: string, parts: string) =>
    `${number(count)} of ${counted(due, 'probe that was due', 'probes that were due')} ${plural(count, 'was', 'were')} never delivered (${ratio}): ${parts}.`,
  refused: (count: number) => `${number(count)} refused by the system`,
  skipped: (count: number, gone: boolean) =>
    `${number(count)} left out ${gone ? 'because their connection had ended, or too late' : 'as too late'}`,
  inVain: (count: number) => `${number(count)} sent in vain`,
  /** Of two transports side by side. */
  lostShare: (name: string, ratio: string) => `${name} lost ${ratio}`,
  undeliveredShare: (name: string, ratio: string) => `${name} left ${ratio} undelivered`,
  direction: { up: 'Up', down: 'Down' },
  /** Under the chart that shows it. */
  band: 'nothing came',
  /** Behind a gate's value. */
  which: 'undelivered',
};
