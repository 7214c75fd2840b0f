/**
 * Loads Ink with the environment it should see: React's production build (the development build is several times slower),
 * and no `CI` variable, on which Ink would draw nothing on a real terminal. The environment is left as it was.
 */
const SEEN: Readonly<Record<string, string>> = {
  NODE_ENV: 'production',
  CI: 'false',
  CONTINUOUS_INTEGRATION: 'false',
};

const before = Object.keys(SEEN).map((name) => [name, process.env[name]] as const);
Object.assign(process.env, SEEN);
const screen = await import('./screen.tsx');
for (const [name, value] of before) {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

export const { openScreen } = screen;
