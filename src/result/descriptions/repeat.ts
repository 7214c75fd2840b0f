/** What the names of a repeated run's document mean; those that every document has are a result's. */
import type { Descriptions } from './describe.ts';
import { linkDescriptions } from './link.ts';
import { resultDescriptions } from './result.ts';
import { specDescriptions } from './spec.ts';

/** A run's spec stands one name deeper. */
const ofRun: Descriptions = Object.fromEntries(
  Object.entries(specDescriptions)
    .filter(([name]) => name.startsWith('spec.'))
    .map(([name, text]) => [name.replace('spec.', 'spec.run.'), text]),
);

export const repeatDescriptions: Descriptions = {
  ...resultDescriptions,
  ...linkDescriptions,
  ...ofRun,
  spec: 'What was asked for.',
  'spec.times': 'Number of runs that were asked for.',
  'spec.run': 'What each of them was asked for.',
  runs: 'Each run as its own document, in turn.',
  planned: 'Number of runs that were asked for.',
  made: 'Number of runs that were made.',
  figures: 'What the runs say together.',
  'figures.transport': 'Of which transport.',
  'figures.metric': 'Its name, as --assert writes it.',
  'figures.kind': 'What its values are: ns, a share 0..1, bits per second, a number per second, or a number.',
  'figures.values':
    'Of each completed run in turn, in its own unit (ns, share 0..1, bits per second); null where it is not known.',
  'figures.median': 'The median of the values, in their unit (ns, share 0..1, bits per second).',
  'figures.least': 'The least of the values, in their unit (ns, share 0..1, bits per second).',
  'figures.most': 'The greatest of the values, in their unit (ns, share 0..1, bits per second).',
  'figures.interval95':
    'An interval that holds the median in 95 of 100 such series, in its unit (ns, share 0..1, bits per second); null with fewer than six runs.',
};
