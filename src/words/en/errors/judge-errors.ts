/** What stands in the judge's way. */
import type { Details, Sentence } from '../../sentence.ts';

export const judgeErrors = {
  'judge-sandbox': (d: Details): Sentence => ({
    message: `The commands cannot be shut in on this machine (${d['reason']}).`,
    remedy: 'A kernel from 5.12 on and util-linux are needed, and in a container --cap-add SYS_ADMIN.',
  }),
  'lesson-failed': (d: Details): Sentence => ({
    message: `The race was ended: ${d['reason']}.`,
    remedy: 'Start it again.',
  }),
};
