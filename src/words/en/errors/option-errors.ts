/** What stands in the way of what was asked for, before anything starts. */
import { typed } from '../../command.ts';
import { meantIn } from '../../meant.ts';
import { numbersIn } from '../../numbers.ts';
import type { Details, Sentence } from '../../sentence.ts';

const { bits, counted, time } = numbersIn('en');
const meant = meantIn('or');
const bytes = (d: Details): string => counted(d['size'], 'byte', 'bytes');

/** Why an option does nothing in a combination, and what to do instead. */
const idle: Readonly<Record<string, readonly [string, string]>> = {
  'tcp-only': ['it belongs to TCP', 'Leave it out.'],
  engine: [
    'the portable engine cannot set it',
    `Leave it out, or use --engine linux where that runs (${typed('doctor')}).`,
  ],
  'connect-engine': [
    'connections are opened one by one by the portable engine, which cannot set it',
    'Leave it out, or use another mode.',
  ],
  'connect-bytes': ['each connection carries one header of 64 bytes', 'Leave it out, and give --rate.'],
  'no-schedule': ['there is no schedule whose gaps could vary', 'Give a number with --rate.'],
  'no-answers': ['nothing is answered there', 'Give a number with --rate, or max.'],
  threads: ['each thread needs a client of its own', 'Use at most as many threads as clients.'],
};

const load = (d: Details): string =>
  `${bits(d['bits'])} in ${counted(Math.round(Number(d['packets'])), 'packet/s', 'packets/s')}`;
const free = (d: Details): string =>
  `${bits(d['mostBits'])} and ${counted(d['mostPackets'], 'packet/s', 'packets/s')}`;

export const optionErrors = {
  'bad-option': (d: Details): Sentence => ({
    message: `${d['option']} does not take ${d['value'] === '' ? 'an empty value' : d['value']}${meant(d)}: ${d['allowed']}.`,
    remedy: 'See --help for examples.',
  }),
  'options-clash': (d: Details): Sentence => ({
    message: `${d['option']} does not go with ${d['other']}: ${d['why']}.`,
    remedy: 'Leave one of them out.',
  }),
  'option-idle': (d: Details): Sentence => ({
    message: `${d['option']} does nothing with ${d['other']}: ${idle[String(d['why'])]?.[0] ?? ''}.`,
    remedy: idle[String(d['why'])]?.[1] ?? null,
  }),
  'rate-too-low': (d: Details): Sentence => ({
    message: `${d['asked']} is less than one probe of ${bytes(d)} in the ${time(d['duration'])} of this run.`,
    remedy: 'Ask for more, give a longer --duration, or a smaller --size.',
  }),
  'rate-too-high': (d: Details): Sentence => ({
    message: `${d['asked']} is more than ${counted(d['most'], 'probe', 'probes')} of ${bytes(d)} a second, which nothing can send.`,
    remedy: 'Ask for less, or give a larger --size.',
  }),
  'own-network': (d: Details): Sentence => ({
    // A flood has no figure.
    message:
      d['bits'] === undefined
        ? `${d['address']} is neither loopback, private nor link-local, and this run would flood it.`
        : `${d['address']} is neither loopback, private nor link-local, and this run would send ${load(d)} there; up to ${free(d)} need no consent.`,
    remedy: 'If the network is yours to load, add --i-own-this-network.',
  }),
};
