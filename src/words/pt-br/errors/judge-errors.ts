/** What stands in the judge's way. */
import type { Details, Sentence } from '../../sentence.ts';

export const judgeErrors = {
  'judge-sandbox': (d: Details): Sentence => ({
    message: `Não é possível isolar os comandos nesta máquina (${d['reason']}).`,
    remedy: 'É preciso um kernel a partir do 5.12 e o util-linux; em contêiner, --cap-add SYS_ADMIN.',
  }),
  'lesson-failed': (d: Details): Sentence => ({
    message: `A corrida foi encerrada: ${d['reason']}.`,
    remedy: 'Comece de novo.',
  }),
};
