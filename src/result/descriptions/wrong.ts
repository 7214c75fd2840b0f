/** Answers of a plain echo that were not what was sent. */
import type { Descriptions } from './describe.ts';

export const wrongDescriptions: Descriptions = {
  wrong:
    'Answers of a plain echo within the loss threshold that were not what was sent; the probes that they were to answer count as lost. Absent where the server is of sockbench.',
  'wrong.count': 'Number of such answers.',
  'wrong.shorter': 'Number of those with fewer bytes.',
  'wrong.longer': 'Number of those with more bytes.',
  'wrong.changed': 'Number of those as long, with other bytes.',
  'wrong.foreign': "Number of those that are someone else's, or answer nothing.",
  'wrong.first': 'The first of them; null where there was none.',
  'first.kind': 'What differs.',
  'first.bytes': 'Length of the answer, in bytes.',
  'first.expected': 'Length of the probe, in bytes; null where nothing was asked.',
  'first.byte':
    'The first byte that differs, from 1; null where it has all bytes of the probe, or only fewer.',
  'first.sent': 'Value of that byte as it was sent, a number 0..255.',
  'first.got': 'Value of that byte as it came back, a number 0..255.',
  'first.before': 'Bytes in front of the probe; null where not all of it came back.',
  sample: 'The beginning of the answer, hexadecimal.',
};
