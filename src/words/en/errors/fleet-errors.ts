/** What stands in the way of a fleet, and what befalls its agents. */
import { typedElsewhere } from '../../command.ts';
import { numbersIn } from '../../numbers.ts';
import type { Details, Sentence } from '../../sentence.ts';

const { bits, counted, number, time } = numbersIn('en');

/** One name, or several with commas. */
const several = (d: Details): boolean => String(d['agent']).includes(', ');
const agents = (d: Details): string => `${several(d) ? 'Agents' : 'Agent'} ${d['agent']}`;
const percent = (share: Details[string] | undefined): string =>
  `${number(Math.round(Number(share) * 1000) / 10)} %`;

/** What an agent's owner has limited: what was asked, what is allowed, and how to allow it. */
const limits: Readonly<Record<string, (d: Details) => Sentence>> = {
  target: (d) => ({
    message: `${d['address']} is not among the targets that its owner allows.`,
    remedy: `Let its owner start it with --allow ${d['address']}.`,
  }),
  rate: (d) => ({
    message: `its share is ${counted(d['amount'], 'probe/s', 'probes/s')}, and its owner allows ${number(d['most'])}.`,
    remedy: 'Use more agents or a lower --rate, or let its owner raise --max-rate.',
  }),
  bitrate: (d) => ({
    message: `its share is ${bits(d['amount'])}, and its owner allows ${bits(d['most'])}.`,
    remedy: 'Use more agents or less of a load, or let its owner raise --max-bitrate.',
  }),
  duration: (d) => ({
    message: `the run may last ${time(d['amount'])}, and its owner allows ${time(d['most'])}.`,
    remedy: 'Give a shorter --duration, or let its owner raise --max-duration.',
  }),
  clients: (d) => ({
    message: `its share is ${counted(d['amount'], 'flow', 'flows')}, and its owner allows ${number(d['most'])}.`,
    remedy: 'Use more agents or fewer --clients, or let its owner raise --max-clients.',
  }),
  flood: () => ({
    message: 'a flood needs the consent of its owner.',
    remedy: 'Give a number with --rate, or let its owner start it with --allow-flood.',
  }),
};

/** @param other the sentence of an error that is told within another one */
export const fleetErrors = (other: (d: Details) => Sentence) => ({
  'bad-bus': (d: Details): Sentence => ({
    message: `${d['given']} is no address of a broker.`,
    remedy: 'Write it as nats://HOST or nats://HOST:4222; tls:// for one that speaks TLS only.',
  }),
  'bus-missing': (): Sentence => ({
    message: 'An agent needs the address of a broker.',
    remedy: 'Give --bus nats://HOST, or set SOCKBENCH_BUS.',
  }),
  'bus-unreachable': (d: Details): Sentence => ({
    message: `No broker answers at ${d['address']}.`,
    remedy:
      'Start one there (nats-server), or check the address. Agents on this machine alone need none: leave --bus out.',
  }),
  'bus-refused': (d: Details): Sentence => ({
    message: `The broker at ${d['address']} does not accept these credentials.`,
    remedy:
      'Give a user and a password, or a token, in the address (nats://USER:PASSWORD@HOST) or in the environment variable SOCKBENCH_BUS.',
  }),
  'bus-failed': (d: Details): Sentence => ({
    message: `The broker at ${d['address']} cannot be used: ${d['reason']}.`,
    remedy: 'Check that it is NATS, and what its log says.',
  }),
  'bus-lost': (d: Details): Sentence => ({
    message: `The broker was away for more than ${number(d['seconds'])} s, so the run was given up.`,
    remedy: 'The agents have stopped by themselves. Start the broker again.',
  }),
  'fleet-taken': (d: Details): Sentence => ({
    message: `Another coordinator leads the fleet ${d['fleet']} at this moment.`,
    remedy: 'Wait until it is done, or give both sides another name with --fleet NAME.',
  }),
  'agents-missing': (d: Details): Sentence => ({
    message: `${counted(d['wanted'], 'agent is', 'agents are')} wanted, and ${counted(d['found'], 'is', 'are')} there${d['names'] === '' ? '' : ` (${d['names']})`}.`,
    remedy: `Start more with \`${typedElsewhere('agent')}\`, with the same --bus and --fleet, or lower --agents.`,
  }),
  'agents-key': (d: Details): Sentence => ({
    message: `Somebody answered who does not have the same key; of ${counted(d['wanted'], 'agent', 'agents')} ${counted(d['found'], 'is', 'are')} there.`,
    remedy: 'Use the same --key-file (or SOCKBENCH_KEY) on all machines, or on none.',
  }),
  'agent-version': (d: Details): Sentence => ({
    message: `Agent ${d['agent']} runs sockbench ${d['theirs']}, and this is ${d['ours']}.`,
    remedy: 'Install the same version on all machines: their histograms are added cell by cell.',
  }),
  'agent-busy': (d: Details): Sentence => ({
    message: `${agents(d)} ${several(d) ? 'are' : 'is'} at work for another run.`,
    remedy: 'Wait until it is done, or start more agents.',
  }),
  'agent-twice': (d: Details): Sentence => ({
    message: `Two agents are called ${d['agent']}.`,
    remedy: 'Give each its own --name.',
  }),
  'agent-failed': (d: Details): Sentence => {
    const { message, remedy } = other(d);
    return { message: `${agents(d)}: ${message}`, remedy };
  },
  'agent-silent': (d: Details): Sentence => ({
    message: `${agents(d)} fell silent before the run began.`,
    remedy: 'Look at its terminal: it was ended, or its way to the broker broke.',
  }),
  'agent-slow': (d: Details): Sentence => ({
    message: `${agents(d)} was not ready within ${number(d['seconds'])} s.`,
    remedy: `Look at its terminal; its way to ${d['address']} may be blocked.`,
  }),
  'agents-differ': (d: Details): Sentence => ({
    message: `Agents ${d['other']} and ${d['agent']} would not measure the same: ${d['option']} is ${number(d['common'])} at one and ${number(d['amount'])} at the other.`,
    remedy: `Give ${d['option']} so that all of them can have it.`,
  }),
  'agent-lost': (d: Details): Sentence => ({
    message: `${agents(d)} (${percent(d['share'])} of the load) ${several(d) ? 'were' : 'was'} lost ${number(d['seconds'])} s into the run: what ${several(d) ? 'they' : 'it'} had told by then is counted, and the rest is missing.`,
    remedy:
      'Look at what happened to that machine and its way to the broker. No gate holds on what is not all here.',
  }),
  'agent-deserted': (d: Details): Sentence => ({
    message: `It had heard nothing of its coordinator for ${number(d['seconds'])} s, and stopped by itself.`,
    remedy: 'Its way to the broker broke, or the broker was away for too long.',
  }),
  'agent-left': (): Sentence => ({ message: 'It was stopped on its own machine.', remedy: null }),
  'agent-unreadable': (): Sentence => ({
    message: 'What it handed over cannot be true, and was left out.',
    remedy:
      'Install the same version on all machines; without --key-file anybody on the broker may speak in its name.',
  }),
  'agent-start': (d: Details): Sentence => ({
    message: `An agent could not be started on this machine: ${d['reason']}.`,
    remedy: 'Use fewer --agents, or close other programs.',
  }),
  'not-allowed': (d: Details): Sentence =>
    limits[String(d['limit'])]?.(d) ?? { message: 'its owner does not allow it.', remedy: null },
  'fleet-share': (d: Details): Sentence => ({
    message: `${d['option']} ${number(d['amount'])} cannot be divided among ${counted(d['agents'], 'agent', 'agents')}.`,
    remedy: `Each needs one at least: raise ${d['option']}, or lower --agents.`,
  }),
  'fleet-local': (): Sentence => ({
    message: 'Agents on other machines need a TARGET that they can reach.',
    remedy: `Start \`${typedElsewhere('serve --lan')}\` somewhere, and give its address.`,
  }),
  'fleet-sums': (d: Details): Sentence => ({
    message: `The agents' ${d['field']} do not add up to the whole (${number(d['sum'])} and ${number(d['whole'])}).`,
    remedy: 'This is a mistake in sockbench; please report it with the command you used.',
  }),
});
