/** What stands in the judge's way. */
import type { Details, Sentence } from '../sentence.ts';

export const judgeErrors = {
  'judge-sandbox': (d: Details): Sentence => ({
    message: `The commands cannot be shut in on this machine (${d['reason']}).`,
    remedy: 'A kernel from 5.12 on and util-linux are needed, and in a container --cap-add SYS_ADMIN.',
  }),
  'judge-folder': (d: Details): Sentence => ({
    message: `${d['folder']} does not exist, or may not be read.`,
    remedy: 'Start the judge in the folder of the programs.',
  }),
};
