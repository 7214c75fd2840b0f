/** Which language to speak. Imports nothing: it is asked even where nothing else can be loaded. */
export type Language = 'en' | 'pt-BR';

/** The language of `--lang`, else of LC_ALL, LC_MESSAGES or LANG (any Portuguese: pt-BR), else English. */
export function pickLanguage(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Language {
  const tag =
    option ??
    [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '');
  return /^pt([-_.]|$)/i.test(tag ?? '') ? 'pt-BR' : 'en';
}

/** `--lang` decides the language of the help text too, so it is read before the command tree is built. */
export function languageOption(argv: readonly string[]): string | undefined {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  const at = own.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  if (at === -1) return undefined;
  return own[at] === '--lang' ? own[at + 1] : own[at]!.slice('--lang='.length);
}
