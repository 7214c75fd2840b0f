/** What of the caller's environment a judged command gets: where programs are and how to speak, and no secret. */

const PASSED: ReadonlySet<string> = new Set(
  (
    'PATH LANG LANGUAGE TZ JAVA_HOME CLASSPATH GOROOT GOPATH PYTHONPATH PYTHONHOME VIRTUAL_ENV PYENV_ROOT ' +
    'NODE_PATH CARGO_HOME RUSTUP_HOME DOTNET_ROOT LD_LIBRARY_PATH'
  ).split(' '),
);

/** @param scratch a folder of the command's own */
export function environmentFor(
  caller: Readonly<Record<string, string | undefined>>,
  scratch: string,
): Record<string, string> {
  const passed = Object.entries(caller).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (PASSED.has(entry[0]) || entry[0].startsWith('LC_')),
  );
  return {
    ...Object.fromEntries(passed),
    HOME: scratch,
    TMPDIR: scratch,
    TERM: 'dumb',
    // What was printed before the end is to be seen.
    PYTHONUNBUFFERED: '1',
  };
}
