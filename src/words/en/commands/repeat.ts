/** `--repeat`: the same run several times. */
import { typed } from '../../command.ts';
import { numbersIn } from '../../numbers.ts';

const { number, counted } = numbersIn('en');

export const repeat = {
  head: (transports: string, mode: string, runs: string) => `${transports}, ${mode}, ${runs} in turn`,
  runs: (made: number) => counted(made, 'run', 'runs'),
  missing: (missing: number, planned: number) =>
    `${counted(missing, 'run', 'runs')} of ${number(planned)} missing: what follows is of those that were made.`,
  columns: {
    figure: 'Figure',
    median: 'Median',
    interval: '95 % of the median',
    least: 'Least',
    most: 'Most',
    run: 'Run',
  },
  few: (least: number) =>
    `With fewer than ${counted(least, 'run', 'runs')} a median has no interval at 95 %.`,
  compare: () => `Two such files are compared by \`${typed('report')} BEFORE -- AFTER\`.`,
  median: (value: string) => `median ${value}`,
  progress: (run: number, of: number) => `Run ${number(run)} of ${number(of)}:`,
  page: { title: 'the same run several times', figures: 'Figures of all runs', each: 'Each run' },
};
