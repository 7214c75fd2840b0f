/** The command `report`, comparisons of saved results, and the files it writes. */
import { typed } from '../../command.ts';
import { numbersIn } from '../../numbers.ts';

const { counted } = numbersIn('en');

export const report = {
  description: 'print, render or compare saved results',
  files: 'saved results (- is standard input); with `--` between them: before and after',
  examples: `Examples:
  ${typed('report run.json')}
  ${typed('report run.json --html page.html')}
  ${typed('udp --json')} | ${typed('report -')}
  ${typed('report monday*.json -- tuesday*.json')}
  ${typed('report run.json --assert', 'p99<5ms')}
  ${typed('report monday*.json -- tuesday*.json --assert', 'p99.change<10%', '--junit', 'change.xml')}`,
  options: {
    json: 'the result (or the comparison) as JSON on standard output',
    csv: 'intervals as CSV on standard output',
    html: 'save a page with plots',
    markdown: 'save a Markdown summary',
    markdownAppend: 'add a Markdown summary to a file',
    junit: 'save the asserts as JUnit XML',
    hgrm: "save the histogram for HdrHistogram's plotter",
    prometheus: 'save the result as OpenMetrics text',
    width: 'columns of the text (as wide as the terminal)',
  },
  needsSeparator: 'write `--` between the results before and those after',
  oneInput: 'standard input can be read once',
  ofRuns: 'only a run has them',
  oneFile: 'one result, or two groups with `--` between them',
  toStdout: 'So that nothing is lost, the result follows on standard output.',
  compare: {
    title: (before: number, after: number) =>
      `Before: ${counted(before, 'run', 'runs')}. After: ${counted(after, 'run', 'runs')}.`,
    columns: {
      figure: 'Figure',
      before: 'Before',
      after: 'After',
      difference: 'Difference',
      interval: '95 % interval',
      verdict: 'Verdict',
    },
    metrics: {
      rate: 'rate achieved',
      goodput: 'goodput',
      p50: 'latency p50',
      p90: 'latency p90',
      p99: 'latency p99',
      max: 'latency max',
      jitter: 'jitter',
      loss: 'loss',
      'up.goodput': 'goodput up',
      'down.goodput': 'goodput down',
      'up.loss': 'loss up',
      'down.loss': 'loss down',
    },
    verdicts: { higher: 'higher', lower: 'lower', noChange: 'no change shown', unjudged: 'cannot be judged' },
    better: 'better',
    worse: 'worse',
    changed: (what: string) => `Changed: ${what}.`,
    nothing: 'No change shown: the runs differ by no more than repeated runs do.',
    unjudged: (needed: number) =>
      `It cannot be judged whether anything changed: that takes at least ${counted(needed, 'run', 'runs')} on each side, repeated under the same conditions.`,
    method:
      'Difference: of the two medians. Interval: of the shift between runs by Hodges and Lehmann. Verdict: exact rank test, 5 % over all figures together.',
    notes: {
      differentSpec:
        'The runs were not asked for the same load, so their difference is not that of the network alone.',
      differentHost: 'The runs were made on different machines or systems.',
      differentEngine: 'The runs were made with different engines or sources of timestamps.',
      differentCongestion: 'TCP used different congestion controls.',
      differentTarget: 'The runs went to different servers.',
      differentVersion: 'The runs were made by different versions of sockbench.',
      incomplete: 'Not every run came to its end.',
      saturated: 'In some run the generator was the bottleneck.',
      sameRun: 'A run was given more than once: it counts once, whatever its files are called.',
      sameOnBothSides: 'The same run stands on both sides.',
      sameSeed:
        'Runs with the same seed met the same losses: together they count as one run. Leave --seed out to repeat a run.',
      unknownLeftOut: 'A figure that is unknown in a run is compared without that run.',
      oneAfterTheOther:
        'All runs of one side were made before those of the other: whatever changed on the machine meanwhile looks the same. Make them in turn.',
    },
  },
  singleOnly: 'it is for a single result',
  junit: { run: 'the run completed', compared: 'the runs were compared' },
};
