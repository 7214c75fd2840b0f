/** `--repeat`: a mesma medição várias vezes. */

import { typed } from '../../command.ts';
import type { repeat as english } from '../../en/commands/repeat.ts';
import { numbersIn } from '../../numbers.ts';

const { counted, number, plural } = numbersIn('pt-BR');

export const repeat: typeof english = {
  head: (transports, mode, runs) => `${transports}, ${mode}, ${runs}, uma após a outra`,
  runs: (made) => counted(made, 'medição', 'medições'),
  missing: (missing, planned) =>
    `De ${counted(planned, 'medição', 'medições')}, ${number(missing)} não ${plural(missing, 'foi feita', 'foram feitas')}: o que segue vale para as outras.`,
  columns: {
    figure: 'Número',
    median: 'Mediana',
    interval: '95 % da mediana',
    least: 'Menor',
    most: 'Maior',
    run: 'Medição',
  },
  few: (least) =>
    `Com menos de ${counted(least, 'medição', 'medições')}, a mediana não tem intervalo de 95 %.`,
  compare: () => `Dois arquivos assim são comparados com \`${typed('report')} ANTES -- DEPOIS\`.`,
  median: (value) => `mediana ${value}`,
  progress: (run, of) => `Medição ${number(run)} de ${number(of)}:`,
  page: {
    title: 'a mesma medição várias vezes',
    figures: 'Números de todas as medições',
    each: 'Cada medição',
  },
};
