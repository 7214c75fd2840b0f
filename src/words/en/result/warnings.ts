import { typed } from '../../command.ts';
import { numbersIn } from '../../numbers.ts';
import { type Refusal, refusalOf } from '../../refusals.ts';
import type { Details, Sentence } from '../../sentence.ts';

const { counted, number, plural, time } = numbersIn('en');

const given = (value: string | number | undefined, { option }: Details): string =>
  String(option).endsWith('-buffer') ? counted(value, 'byte', 'bytes') : number(value);

/** Why sends are refused. */
const refusals: Readonly<Record<Refusal, { why: string; remedy: string | null }>> = {
  queueFull: {
    why: ': the queue that they were to leave by was full',
    remedy: 'Lower --rate or raise --send-buffer.',
  },
  noWay: {
    why: ': no way led to the other side at that time',
    remedy: "Check this machine's cable or radio, its interfaces (`ip link`) and routes (`ip route`).",
  },
  forbidden: {
    why: ': a rule of this machine forbids them',
    remedy: 'Look at its firewall (`nft list ruleset`) and routes (`ip route`).',
  },
  tooLarge: {
    why: ': they are larger than the path takes in one piece',
    remedy: 'Lower --size.',
  },
  nobodyThere: {
    why: ': what had left before them was rejected (ICMP port unreachable)',
    remedy: 'Check that the server still runs, the port, and that no firewall rejects UDP there.',
  },
  notReached: {
    why: ': the network said that the other side is not reached (ICMP), or nobody here has its address',
    remedy: 'Look at the other machine, its cable or radio, and the routers and firewalls between.',
  },
  connectionGone: {
    why: ': their connection was gone',
    remedy: 'The server may have been stopped or may have refused this load; look at its screen.',
  },
  other: { why: '', remedy: null },
};

/** Somebody on the way said so: not the firewall, the routes or the interfaces of whoever sent. */
const byNetwork = (errno: unknown): boolean => ['nobodyThere', 'notReached'].includes(refusalOf(errno));

/** Late, though it was busy for a small part of its time: somebody else was. Empty where it was busy, or nobody knows. */
const idle = ({ busy }: Details): string =>
  Number(busy) < BUSY ? `It was busy ${percent(busy)} of the time: other programs held the processors.` : '';
const BUSY = 0.5;
const percent = (share: Details[string] | undefined): string =>
  `${number(Number((Number(share) * 100).toPrecision(2)))} %`;

/** Shares of the slowest answers. */
/** Who took the processor away. */
const whyStood = ({ why }: Details): string => {
  if (why === 'quota') return ', because its control group had used up its processor time (cpu.max)';
  return why === 'steal' ? ', because the hypervisor gave its processors to others (steal)' : '';
};
const notNetwork = (d: Details, where: string): string =>
  `Of the time of the slowest 1 % of the answers, ${percent(d['share'])} (${time(d['time'])} each) were not the network's: ${where}.`;

/** Warnings beside a result: what limits the trust in it, and what to do. Codes are stable. */
export const warnings = {
  'closed-loop': (): Sentence => ({
    message:
      'Closed loop: each client waits for its answer, so a stalled server hides its own stall (coordinated omission).',
    remedy: 'For response times that users would see, give --rate.',
  }),
  'generator-behind': (d: Details): Sentence => ({
    message: `The ${d['side'] === 'server' ? 'server' : 'generator'} fell behind: ${number(d['achieved'])} of ${counted(d['offered'], 'probe/s', 'probes/s')} ${plural(d['achieved'], 'was', 'were')} reached.`,
    remedy:
      d['side'] === 'server'
        ? 'Lower --rate, or look at what else runs on the server.'
        : idle(d)
          ? `${idle(d)} Close them, or lower --rate.`
          : 'Use --threads 2 or lower --rate.',
  }),
  'socket-full': (d: Details): Sentence => ({
    message: `The socket was full: ${counted(d['count'], 'probe', 'probes')} waited for room in it, for up to ${time(d['longest'])}, because less leaves this machine than was offered.`,
    remedy: 'Lower --rate or --bitrate to what its interface carries.',
  }),
  'stood-still': (d: Details): Sentence => ({
    message: `This program stood still ${d['count'] === 1 ? '' : `${number(d['count'])} times, the longest time `}for ${number(d['seconds'])} s at ${number(d['at'])} s: what was due then left late, or not at all.`,
    remedy: 'It was stopped, or this machine had no time for it: repeat the run.',
  }),
  'send-lag': (d: Details): Sentence => ({
    message: `Probes left late: send lag p99 was ${number(d['lag'])} ms, more than the time between two probes.`,
    remedy: idle(d)
      ? `${idle(d)} Close them, or lower --rate.`
      : 'Close other programs, lower --rate, or use --threads 2.',
  }),
  stalls: (d: Details): Sentence => ({
    message: `${d['count'] === 1 ? 'For' : `${counted(d['count'], 'time', 'times')}, ${time(d['total'])} in all, this program stood still; the longest: for`} ${time(d['longest'])} at ${number(d['at'])} s this machine stood still${whyStood(d)}.${d['hit'] === undefined ? '' : ` That kept ${percent(d['hit'])} of the probes from leaving, or being read, in time.`}`,
    remedy: d['why'] === 'quota' ? 'Give this container more processor time.' : 'Close other programs.',
  }),
  'server-stalls': (d: Details): Sentence => ({
    message: `The server stood still ${counted(d['count'], 'time', 'times')}, ${time(d['total'])} in all, at most for ${time(d['longest'])} (at ${number(d['at'])} s)${whyStood(d)}.`,
    remedy:
      d['why'] === 'quota'
        ? "Give the server's container more processor time."
        : 'Look at what else runs on the machine of the server.',
  }),
  'own-delay': (d: Details): Sentence => ({
    message: notNetwork(d, 'most of it passed on this machine before probes left'),
    remedy:
      'Close other programs or lower --rate; a limit on processor time (container, power saving) does it, too.',
  }),
  'blocked-delay': (d: Details): Sentence => ({
    message: notNetwork(d, 'most of it probes waited because their connection or socket was full'),
    remedy: 'Lower --rate to what the path carries.',
  }),
  'server-delay': (d: Details): Sentence => ({
    message: notNetwork(d, 'most of it passed in the server'),
    remedy: 'Look at what else runs on the machine of the server.',
  }),
  'unknown-delay': (d: Details): Sentence => ({
    message: `Of the time of the slowest 1 % of the answers, nobody can tell whose ${percent(d['share'])} (${time(d['time'])} each) were.`,
    remedy:
      'It can be told where the kernel stamps arrivals: with the engine linux on both ends, and over TCP with a --rate.',
  }),
  refused: (d: Details): Sentence => ({
    message: `The system refused ${counted(d['count'], 'send', 'sends')} (${d['errno']})${refusals[refusalOf(d['errno'])].why}.`,
    remedy: refusals[refusalOf(d['errno'])].remedy,
  }),
  'peer-refused': (d: Details): Sentence => ({
    message: `The server's system refused ${counted(d['count'], 'send', 'sends')} (${d['errno']})${byNetwork(d['errno']) ? refusals[refusalOf(d['errno'])].why : ''}.`,
    remedy: byNetwork(d['errno'])
      ? 'Look at the firewalls and routes between the two machines, and at those of this one.'
      : "Look at that machine's firewall, routes and interfaces.",
  }),
  'interface-drops': (d: Details): Sentence => ({
    message: `The queue of ${d['side'] === 'server' ? "the server's" : "this machine's"} own interface dropped ${counted(d['count'], 'packet', 'packets')}: so many losses are not the network's.`,
    remedy:
      d['few'] === 1
        ? null
        : 'Lower --rate or --bitrate: more is offered than that interface carries; or --size, where its link takes no packets as large as these.',
  }),
  'link-overrun': (d: Details): Sentence => ({
    message: `The emulated link itself lost ${counted(d['count'], 'packet', 'packets')}, because more came than it could carry: not the loss that was asked for.`,
    remedy: 'Lower --rate, or close other programs.',
  }),
  'link-late': (d: Details): Sentence => ({
    message: `This machine was too busy for its emulated link, which handed packets over up to ${time(d['time'])} late (p99): ${percent(d['share'])} of the slowest answers' time may be nobody's but this machine's.`,
    remedy: 'Close other programs, or lower --rate.',
  }),
  'receive-buffer': (d: Details): Sentence => ({
    message: `${counted(d['count'], 'datagram was', 'datagrams were')} lost in the receive buffer of the ${d['side']}, not in the network.`,
    remedy: 'Lower --rate, or raise --receive-buffer.',
  }),
  'all-late': (d: Details): Sentence => ({
    message: `${Number(d['count']) === 1 ? 'The only answer' : `All ${number(d['count'])} answers`} came after the loss threshold of ${time(d['threshold'])}, the fastest after ${time(d['fastest'])}: none counts as received, so the run ends with status 1.`,
    remedy: `Give --loss-threshold ${Math.round(Number(d['enough']) / 1e9)}s.`,
  }),
  'few-samples': (d: Details): Sentence => ({
    message: 'Too few samples for a confidence interval.',
    remedy: d['ended'] === 'count' ? 'Use a larger --count.' : 'Use a longer --duration.',
  }),
  'flows-ended': (d: Details): Sentence => ({
    message: `${number(d['count'])} of ${counted(d['clients'], 'connection', 'connections')} ${plural(d['count'], 'was', 'were')} ended by the other side before the run was over.`,
    remedy: 'The server may have refused this load; look at its screen.',
  }),
  'cut-short': (d: Details): Sentence => ({
    message: `When the waiting ended, ${counted(d['count'], 'probe was', 'probes were')} still awaited: ${plural(d['count'], 'it is', 'they are')} neither answered nor lost, because nobody knows.`,
    remedy: null,
  }),
  'counts-late': (d: Details): Sentence => ({
    message: `The server's counts came late: ${number(d['seconds'])} s after they were asked for, because the control connection waited behind other packets.`,
    remedy: null,
  }),
  'counts-missing': (): Sentence => ({
    message: "The server's counts had not come when the waiting ended: what they would tell is unknown.",
    remedy: null,
  }),
  'over-limit': (d: Details): Sentence => ({
    message: `The server discarded ${counted(d['count'], 'probe', 'probes')} that came faster than it allows: ${plural(d['count'], 'it counts', 'they count')} as lost, of unknown cause.`,
    remedy: 'Lower --rate.',
  }),
  'ledger-contradicts': (): Sentence => ({
    message:
      "The server's counts contradict what was sent and received here, so they were left out: losses per direction are unknown.",
    remedy: 'Do not trust this server before you know why: it is faulty, or not what it says it is.',
  }),
  'times-contradict': (d: Details): Sentence => ({
    message: `The times in ${number(d['count'])} of ${counted(d['of'], 'answer', 'answers')} cannot be true (the server would have held them for longer than they were away): they are left out of its time, and the network's.`,
    remedy: 'Look at the clock of the server; if it is fine, do not trust this server before you know why.',
  }),
  'clocks-contradict': (): Sentence => ({
    message:
      'The clocks of the two ends contradict each other, as if one of them was set during the run: nothing can be said of one direction alone.',
    remedy:
      'Repeat the run; if it stays so, look at the clocks (virtual machines, a clock card in the network interface).',
  }),
  'residence-unknown': (): Sentence => ({
    message: 'The server does not tell how long it held probes: whose the delays were is not known.',
    remedy: 'Use the same version of sockbench on both ends.',
  }),
  'arrival-times-unknown': (): Sentence => ({
    message:
      'The server is of an older version and does not tell when bytes arrived: goodput up counts whole messages over the planned time.',
    remedy: 'Use the same version of sockbench on both ends.',
  }),
  fragments: (d: Details): Sentence => ({
    message: `Each datagram of ${counted(d['size'], 'byte', 'bytes')} travels as ${counted(d['count'], 'fragment', 'fragments')} (the path's MTU is ${number(d['mtu'])}), and is lost with any of them.`,
    remedy: 'Lower --size to measure single packets.',
  }),
  'option-ignored': (d: Details): Sentence => ({
    message: `${d['option']} had no effect: the ${d['engine']} engine cannot set it.`,
    remedy: `Use --engine linux where it is available (${typed('doctor')}).`,
  }),
  'option-differs': (d: Details): Sentence => ({
    message: `${d['option']} ${given(d['asked'], d)} was asked for, but the system of the ${d['side']} gave ${given(d['given'], d)}.`,
    remedy:
      String(d['option']).endsWith('-buffer') && Number(d['given']) < Number(d['asked'])
        ? `Ask for less, or let whoever runs that machine raise its limit (Linux: sysctl net.core.${d['option'] === '--send-buffer' ? 'w' : 'r'}mem_max).`
        : null,
  }),
  'agent-behind': (d: Details): Sentence => ({
    message: `Agent ${d['agent']} fell behind: ${number(d['achieved'])} of its ${counted(d['offered'], 'probe/s', 'probes/s')} ${plural(d['achieved'], 'was', 'were')} reached.`,
    remedy: 'Use more agents or a lower --rate, or look at what else that machine does.',
  }),
  'agent-late': (d: Details): Sentence => ({
    message: `Agent ${d['agent']} began ${time(d['late'])} after the others: the order to begin reached it late.`,
    remedy: 'Its way to the broker loses messages, or its machine was busy.',
  }),
  'start-uncertain': (d: Details): Sentence => ({
    message: `The clock of agent ${d['agent']} is known to ±${time(d['error'])} only, so the agents may have begun so far apart.`,
    remedy: 'Its way to the broker is long, or one of the two is busy.',
  }),
  limited: (d: Details): Sentence => ({ message: `The server granted less: ${d['what']}`, remedy: null }),
  notice: (d: Details): Sentence => ({ message: `The server says: ${d['text']}`, remedy: null }),
};
