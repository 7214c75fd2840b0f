/** The command `report`, comparisons of saved results, and the files it writes. */
export const report = {
  description: 'print, render or compare saved results',
  files: 'saved results; with `--` between them: before and after',
  examples: `Examples:
  sockbench report run.json
  sockbench report run.json --html page.html
  sockbench report monday*.json -- tuesday*.json
  sockbench report run.json --assert 'p99<5ms'`,
  options: {
    json: 'the result (or the comparison) as JSON on standard output',
    csv: 'intervals as CSV on standard output',
    html: 'save a page with plots',
    markdown: 'save a Markdown summary',
    junit: 'save the asserts as JUnit XML',
    hgrm: "save the histogram for HdrHistogram's plotter",
    prometheus: 'save the result as OpenMetrics text',
    width: 'columns of the text (as wide as the terminal)',
  },
  needsSeparator: 'write `--` between the results before and those after',
  oneFile: 'one result, or two groups with `--` between them',
  toStdout: 'So that nothing is lost, the result follows on standard output.',
  junit: { run: 'the run completed' },
};
