/** The command-line library's own words (headings, misuse), in the person's language. */
import type { Command, CommanderError } from '@commander-js/extra-typings';
import type { Words } from '../words/index.ts';

/** One sentence for a misuse, with the library's suggestion ("Did you mean …?") kept. */
export function usageError(error: CommanderError, words: Words): string {
  const said: Readonly<Record<string, string>> = words.cli.misuse;
  const subject = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const suggestion = /\(Did you mean (.*)\?\)/s.exec(error.message)?.[1];
  const sentence = (said[error.code] ?? words.cli.misunderstood).replace('%s', subject);
  const hint = suggestion === undefined ? words.cli.seeHelp : words.cli.didYouMean.replace('%s', suggestion);
  return `sockbench: ${sentence} ${hint}`;
}

export function translateHelp(command: Command, words: Words): void {
  const titles: Readonly<Record<string, string>> = words.cli.headings;
  const places: Readonly<Record<string, string>> = words.cli.places;
  const placed = (text: string): string =>
    text
      .split(' ')
      .map((word) => places[word] ?? word)
      .join(' ');
  command.configureHelp({
    styleTitle: (title) => titles[title] ?? title,
    styleUsage: placed,
    styleOptionTerm: placed,
    styleSubcommandTerm: placed,
    styleArgumentTerm: (name) => (places[`<${name}>`] ?? places[`[${name}]`] ?? name).replace(/[<>[\]]/g, ''),
    // A choice or default that an option lists is part of its description already.
    showGlobalOptions: false,
  });
}
