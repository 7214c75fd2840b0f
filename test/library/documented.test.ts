/** The examples of docs/library.md, run from the packed package as a program of its own would, and its types. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransportResult } from '../../src/result/document/schema.ts';
import { noLab } from '../end-to-end/lab-tools.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = readFileSync(join(root, 'docs/library.md'), 'utf8');
const examples = [...text.matchAll(/```js\n\/\/ example: (.*)\n([\s\S]*?)```/g)].map(
  ([, name, code]) => [name!, code!] as const,
);

/** A project that has the package as it is packed, and the packages that this one would bring. */
let project = '';
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'sockbench-project-'));
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, 'sockbench'), { recursive: true });
  execFileSync('tar', [
    '-xzf',
    join(project, filename),
    '--strip-components=1',
    '-C',
    join(modules, 'sockbench'),
  ]);
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'optionalDependencies', Record<string, string>>;
  // What they need in turn stands beside them, as npm lays it out.
  symlinkSync(join(root, 'node_modules'), join(modules, 'sockbench', 'node_modules'));
  expect(Object.keys({ ...dependencies, ...optionalDependencies }).length).toBeGreaterThan(5);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('the examples of docs/library.md', () => {
  it('are three at least, and the experiment has under forty lines', () => {
    expect(examples.map(([name]) => name)).toEqual(['a run', 'a server', 'an experiment']);
    expect(examples[2]![1].trim().split('\n').length).toBeLessThan(40);
  });

  it.each(examples)('run as they stand: %s', (name, code) => {
    const file = join(project, 'example.mjs');
    writeFileSync(file, code);
    const out = execFileSync(process.execPath, [file], { cwd: project, encoding: 'utf8', timeout: 30_000 });
    const expected = {
      'a run': /^measuring 127\.0\.0\.1:\d+\n[\s\S]*Probes sent\s+250\n/,
      'a server': /^100\n$/,
      'an experiment': /^measuring without Nagle's algorithm\nmeasuring with .*\ncompleted [\d.]+ times\n$/,
    }[name];
    expect(out).toMatch(expected!);
  });
});

describe('the command of the package', () => {
  const command = (...words: string[]) => {
    const main = join(project, 'node_modules/sockbench/dist/cli/main.js');
    return JSON.parse(
      execFileSync(process.execPath, [main, ...words], { encoding: 'utf8', timeout: 30_000 }),
    );
  };

  it('starts all the processes that it needs', () => {
    const link = noLab === undefined ? ['--delay', '1ms'] : [];
    const run = command('compare', ...link, '--count', '20', '--rate', '500', '--json', '--ui', 'none');
    expect(run.transports.map(({ probes }: TransportResult) => probes!.received)).toEqual([20, 20]);
    const { findings } = command('doctor', '--json', '--time', '50ms');
    expect(findings.find(({ id }: { id: string }) => id === 'loopbackUdp').details.p50Ns).toBeGreaterThan(0);
  });
});

describe('the types of the package', () => {
  const program = `import { conduct, repeat, repeatDocument, run, type RunResult, SockbenchError } from 'sockbench';
const plan = { request: { transports: ['udp' as const], rate: 10 }, times: 2 };
export const document = conduct(repeat, plan, repeatDocument(plan)).document;
export const sent = async (): Promise<number | null> => {
  const result: RunResult = await run({ transports: ['tcp'], mode: 'up' }).result;
  return result.transports[0]?.probes?.sent ?? null;
};
// @ts-expect-error there is no such mode
export const wrong = () => run({ transports: ['tcp'], mode: 'sideways' });
export const error: typeof SockbenchError = SockbenchError;
`;

  it.each(['nodenext', 'bundler'])('serve a program under moduleResolution %s', (resolution) => {
    mkdirSync(join(project, 'typed'), { recursive: true });
    cpSync(join(project, 'package.json'), join(project, 'typed', 'package.json'));
    writeFileSync(join(project, 'typed', 'program.ts'), program);
    const options = {
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: 'es2022',
        module: resolution === 'bundler' ? 'preserve' : 'nodenext',
        moduleResolution: resolution,
        // Those of dependencies are theirs.
        skipLibCheck: true,
        types: [],
      },
      files: ['program.ts'],
    };
    writeFileSync(join(project, 'typed', 'tsconfig.json'), JSON.stringify(options));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const said = (() => {
      try {
        return execFileSync(process.execPath, [tsc, '-p', join(project, 'typed')], { encoding: 'utf8' });
      } catch (error) {
        return (error as { stdout: string }).stdout;
      }
    })();
    expect(said).toBe('');
  });
});
