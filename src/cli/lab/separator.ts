/**
 * `--` in `report BEFORE… -- AFTER…` stands between two groups, not before the end of all options: what people write behind it,
 * such as `--assert`, is no file. So it is given to the command-line library as a word that no file has for a name.
 */

const SEPARATOR = '\u0000--';

/** The first `--` of a `report`; a second one ends the options, as everywhere. */
export function withSeparator(argv: readonly string[]): readonly string[] {
  const at = argv[0] === 'report' ? argv.indexOf('--') : -1;
  return at === -1 ? argv : argv.with(at, SEPARATOR);
}

/** The two groups; undefined where there is but one. */
export function groupsOf(files: readonly string[]): [before: string[], after: string[]] | undefined {
  const at = files.indexOf(SEPARATOR);
  return at === -1 ? undefined : [files.slice(0, at), files.slice(at + 1)];
}
