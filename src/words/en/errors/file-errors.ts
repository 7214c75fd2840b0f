import type { Details, Sentence } from '../../sentence.ts';

/** Outputs that nothing may, or nobody can, be written to. */
export const fileErrors = {
  'foreign-link': (d: Details): Sentence => ({
    message: `${d['file']} was not saved: ${d['link']} is a link that somebody else made.`,
    remedy: 'Give the name that it leads to, if that is what you want.',
  }),
  'foreign-pipe': (d: Details): Sentence => ({
    message: `${d['file']} was not saved: it is a pipe that somebody else made.`,
    remedy: 'Save to a file, or let the shell open it: /dev/fd/3 with 3>PIPE.',
  }),
  'not-open': (d: Details): Sentence => ({
    message: `${d['file']} was not saved: nobody opened number ${d['number']} for writing.`,
    remedy: `The shell opens it: ${d['number']}>FILE.`,
  }),
  'folder-gone': (): Sentence => ({
    message: 'The folder that this was started in no longer exists.',
    remedy: 'Change to another one (cd), and start it again.',
  }),
  'no-name': (): Sentence => ({
    message: 'A file without a name cannot be saved.',
    remedy: 'Give it one; a variable that is empty gives none.',
  }),
  'is-folder': (d: Details): Sentence => ({
    message: `${d['file']} was not saved: it is a folder.`,
    remedy: 'Give the name of a file in it.',
  }),
  'reader-gone': (d: Details): Sentence => ({
    message: `${d['file']} is not whole: the program that read it has ended.`,
    remedy: null,
  }),
  'reader-stuck': (d: Details): Sentence => ({
    message: `${d['file']} is not whole: the program that reads it did not take the rest.`,
    remedy: null,
  }),
};
