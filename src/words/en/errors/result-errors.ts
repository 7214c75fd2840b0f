/** What stands in the way of reading a saved result: what the file is instead, where that can be told. */
import { numbersIn } from '../../numbers.ts';
import type { Details, Sentence } from '../../sentence.ts';

const { number } = numbersIn('en');

/** What else was found. */
const others: Readonly<Record<string, string>> = {
  empty: 'is empty',
  csv: 'holds intervals as CSV',
  junit: 'holds asserts as JUnit XML',
  openMetrics: 'holds OpenMetrics text',
  markdown: 'holds a Markdown summary',
  hgrm: 'holds percentiles for the plotter of HdrHistogram',
  capture: 'is a capture of packets (pcapng)',
  fates: 'holds fates of packets',
  events:
    'holds events, and no result among them: the run that wrote it did not come to its end, or it is one of a server',
  comparison: 'holds a comparison of results',
  document: 'holds another document of sockbench',
  xz: 'is compressed (xz)',
  zstd: 'is compressed (zstd)',
  bzip2: 'is compressed (bzip2)',
  zip: 'is an archive (zip)',
};
const COMPRESSED = new Set(['xz', 'zstd', 'bzip2', 'zip']);

export const resultErrors = {
  'not-readable': (d: Details): Sentence => ({
    message: `${d['file']} cannot be read (${d['reason']}).`,
    remedy: 'Check the name and its permissions.',
  }),
  'result-foreign': (d: Details): Sentence => ({
    message: `${d['file']} is not a result of sockbench.`,
    remedy: 'Results are what --output and --json write.',
  }),
  'result-truncated': (d: Details): Sentence => ({
    message: `${d['file']} is a result of sockbench, but it is incomplete or damaged.`,
    remedy: 'Copy the file again, or repeat the run.',
  }),
  'result-damaged': (d: Details): Sentence => ({
    message: `${d['file']} is a damaged result: ${d['field']} is wrong.`,
    remedy: 'Copy the file again, or repeat the run.',
  }),
  'result-newer': (d: Details): Sentence => ({
    message: `${d['file']} was written by a newer sockbench (schema version ${d['version']}).`,
    remedy: 'Update sockbench on this machine.',
  }),
  'result-too-large': (d: Details): Sentence => ({
    message: `${d['file']} is larger than ${number(d['limit'])} MiB: no result of sockbench is.`,
    remedy: null,
  }),
  'result-other': (d: Details): Sentence => ({
    message: `${d['file']} ${others[String(d['what'])] ?? others['document']}, not a result${d['schema'] === undefined ? '' : ` (${d['schema']})`}.`,
    remedy: COMPRESSED.has(String(d['what']))
      ? 'Unpack it first; gzip is read as it is.'
      : 'Results are what --output and --json write; the page of --html and the lines of --json-stream hold one, too.',
  }),
};
