/** A plain echo that does not return what it gets. */
import { numbersIn } from '../../numbers.ts';
import type { Details, Sentence } from '../../sentence.ts';

const { counted, number } = numbersIn('en');

const bytes = (count: string | number | undefined): string => counted(count, 'byte', 'bytes');

/** Of which kinds, where there are several. */
function kinds(d: Details): string {
  const named = ['shorter', 'longer', 'changed', 'foreign'] as const;
  const words = { shorter: 'too short', longer: 'too long', changed: 'changed', foreign: "someone else's" };
  const some = named.filter((kind) => Number(d[kind]) > 0);
  return some.length < 2 ? '' : ` (${some.map((kind) => `${number(d[kind])} ${words[kind]}`).join(', ')})`;
}

const hex = (value: string | number | undefined): string =>
  `0x${Number(value).toString(16).padStart(2, '0')}`;

const differs = (d: Details): string =>
  d['byte'] === undefined
    ? ''
    : `; byte ${number(d['byte'])} is ${hex(d['got'])}, ${hex(d['sent'])} was sent`;

/** Where the probe stands in a longer answer. */
const around = (d: Details): string => {
  if (d['before'] === undefined) return differs(d);
  const more = Number(d['bytes']) - Number(d['expected']) - Number(d['before']);
  const places = [
    ...(Number(d['before']) > 0 ? [`${number(d['before'])} of them in front`] : []),
    ...(more > 0 ? [`${number(more)} of them behind`] : []),
  ];
  return `, ${places.join(' and ')}`;
};

/** Shown where it is not the probe's own beginning. */
const sample = (d: Details): string =>
  d['kind'] === 'foreign' || d['byte'] === 1 || Number(d['before']) > 0 ? `, beginning "${d['sample']}"` : '';

function first(d: Details): string {
  const came = `${bytes(d['bytes'])} came back for ${number(d['expected'])}`;
  switch (d['kind']) {
    case 'shorter':
      return `${came}${differs(d)}`;
    case 'longer':
      return `${came}${around(d)}`;
    case 'changed':
      return `${bytes(d['bytes'])} came back${differs(d)}`;
    default:
      return `${bytes(d['bytes'])} that nobody here had sent`;
  }
}

export const wrongAnswers = {
  'wrong-answers': (d: Details): Sentence => ({
    message: `${d['address']} does not return what it gets: ${counted(d['count'], 'answer was', 'answers were')} wrong${kinds(d)}. The first: ${first(d)}${sample(d)}.`,
    remedy:
      'A plain echo server returns every byte as it came (RFC 862): nothing in front, nothing behind, and over TCP all of it, in however many pieces it arrives.',
  }),
};
