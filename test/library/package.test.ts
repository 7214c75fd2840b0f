/** The package as it is packed: what is in it, its types, and the examples of docs/library.md as a program of its own runs them. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransportResult } from '../../src/result/document/schema.ts';
import { noLab } from '../end-to-end/lab-tools.ts';
import { installInto, manifest, needsOf, packInto, read, root } from './packed.ts';

const examples = [...read('docs/library.md').matchAll(/```js\n\/\/ example: (.*)\n([\s\S]*?)```/g)].map(
  ([, name, code]) => [name!, code!] as const,
);

const project = mkdtempSync(join(tmpdir(), 'sockbench-project-'));
afterAll(() => rmSync(project, { recursive: true, force: true }));
const packed = packInto(project);
const tarball = join(project, packed.filename);

describe('the package', () => {
  const files = packed.files.map(({ path }) => path);

  it('contains what is needed to run, with types and the schema, and nothing else', () => {
    const documents = ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json'];
    const others = files.filter(
      (path) =>
        !path.startsWith('dist/') &&
        !/^docs\/([\w-]+|lessons\/[\w-]+)\.md$|^docs\/(lessons\/)?python\/\w+\.py$|^docs\/fleet\/\w+\.yaml$/.test(
          path,
        ),
    );
    expect(others.sort()).toEqual(documents);
    expect(files).toContain('docs/asserts.md');
    const kinds = /\.(js|d\.ts|json|css|licences\.txt)$/;
    expect(files.filter((path) => path.startsWith('dist/') && !kinds.test(path))).toEqual([]);
    expect(files.filter((path) => path.endsWith('.json') && path.startsWith('dist/')).sort()).toEqual([
      'dist/result/sockbench.class.1.json',
      'dist/result/sockbench.judgement.1.json',
      'dist/result/sockbench.lesson.1.json',
      'dist/result/sockbench.load.1.json',
      'dist/result/sockbench.repeat.1.json',
      'dist/result/sockbench.result.1.json',
    ]);
    expect(packed.unpackedSize).toBeLessThan(8.5e6);
  });

  it('has every file that one of its files imports, starts or reads', () => {
    const here = new Set(files);
    const missing = files
      .filter((path) => path.startsWith('dist/') && path.endsWith('.js'))
      .flatMap((path) => needsOf(path, read(path)).filter((needed) => !here.has(needed)));
    expect(missing).toEqual([]);
    // What is looked for is there to be found.
    expect(needsOf('dist/cli/main.js', read('dist/cli/main.js')).length).toBeGreaterThan(1);
    expect(
      files.some((path) =>
        needsOf(path, path.endsWith('.js') ? read(path) : '').includes('dist/run/lab/link/process.js'),
      ),
    ).toBe(true);
  });

  it('has every file that its manifest names', () => {
    const named = [
      ...Object.values(manifest.bin),
      ...Object.values(manifest.exports).flatMap((one) =>
        typeof one === 'string' ? one : Object.values(one),
      ),
    ].map((path) => path.replace(/^\.\//, ''));
    for (const path of named) expect(files).toContain(path);
    expect(read('dist/cli/main.js')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it('has a schema that describes a result', () => {
    const schema = JSON.parse(read('dist/result/sockbench.result.1.json')) as Record<string, unknown>;
    expect(schema['title']).toBe('sockbench.result/1');
    expect(Object.keys(schema['properties'] as object)).toEqual(
      expect.arrayContaining(['schema', 'tool', 'spec', 'effective', 'ending', 'transports']),
    );
  });

  it('has types that every resolution finds (@arethetypeswrong)', () => {
    const cli = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    // No resolution of CommonJS alone: the package is made of ES modules. A problem is an exit status.
    const asked = [cli, tarball, '--profile', 'esm-only'];
    const said = execFileSync(process.execPath, asked, { cwd: root, encoding: 'utf8' });
    expect(said).toContain('sockbench');
  });

  it('is what publint expects of one', async () => {
    const { messages } = await publint({
      strict: true,
      pack: { tarball: Uint8Array.from(readFileSync(tarball)).buffer },
    });
    expect(messages).toEqual([]);
  });
});

beforeAll(() => installInto(project, tarball));

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
