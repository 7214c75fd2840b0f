import { numbersIn } from '../../numbers.ts';
import type { Details, Sentence } from '../../sentence.ts';

const { counted, number } = numbersIn('en');

/** Loaded by itself where files are so few that nothing else can be. */
export const fewFiles = (d: Details): Sentence => ({
  message:
    d['limit'] === undefined
      ? 'The system lets sockbench open no more files.'
      : `sockbench needs ${counted(d['needed'], 'open file', 'open files')} to start, but the limit is ${number(d['limit'])}.`,
  remedy: 'Raise the limit with `ulimit -n 1024`.',
});
