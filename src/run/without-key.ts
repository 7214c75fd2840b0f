/** What a program that is started gets of the environment: everything but the key, for which it has no use. */
export function withoutKey(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const heirs = { ...env };
  delete heirs['SOCKBENCH_KEY'];
  return heirs;
}
