/** What a judged command is told and shown of the machine. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Excerpt } from '../../../src/experiment/judge/end/excerpt.ts';
import { environmentFor } from '../../../src/experiment/judge/environment.ts';
import { placesFor } from '../../../src/experiment/judge/places.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'sockbench-places-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const folder = (...names: string[]): string => {
  const path = join(root, ...names);
  mkdirSync(path, { recursive: true });
  return path;
};

describe('the environment', () => {
  it('holds where programs are and how to speak, and no secret', () => {
    const caller = {
      PATH: '/bin',
      LANG: 'pt_BR.UTF-8',
      LC_TIME: 'C',
      JAVA_HOME: '/java',
      HOME: '/home/ana',
      SOCKBENCH_KEY: 'k',
      AWS_SECRET_ACCESS_KEY: 's',
      GITHUB_TOKEN: 't',
      SSH_AUTH_SOCK: '/x',
      SOCKBENCH_LAB: '{}',
    };
    expect(environmentFor(caller, '/tmp/own')).toEqual({
      PATH: '/bin',
      LANG: 'pt_BR.UTF-8',
      LC_TIME: 'C',
      JAVA_HOME: '/java',
      HOME: '/tmp/own',
      TMPDIR: '/tmp/own',
      TERM: 'dumb',
      PYTHONUNBUFFERED: '1',
    });
  });
});

describe('folders', () => {
  const home = folder('home');
  const own = folder('home', 'course', 'arq');
  const elsewhere = folder('elsewhere');
  writeFileSync(join(elsewhere, 'receiver.py'), '');
  folder('home', '.pyenv', 'shims');
  folder('home', '.ssh');

  it('that the commands name stay visible, and installations that PATH names; the rest of the home is hidden', () => {
    const path = `/usr/bin:${join(home, '.pyenv', 'shims')}:${join(home, 'not-there', 'bin')}`;
    const words = ['python3', join(elsewhere, 'receiver.py'), 'HOST', '5000', 'sender.py'];
    expect(placesFor(words, own, home, root, path)).toEqual({
      visible: [elsewhere, join(home, '.pyenv')],
      hidden: [home, root],
    });
  });

  it('of the system are never hidden for a home', () => {
    for (const strange of ['/', '/usr', '/nowhere/at/all'])
      expect(placesFor([], own, strange, root, '/bin').hidden).toEqual([root]);
  });
});

describe('output', () => {
  it('is kept from its beginning and its end', () => {
    const output = new Excerpt();
    output.add(Buffer.from('first '));
    for (let at = 0; at < 100; at++) output.add(Buffer.alloc(1000, 120));
    output.add(Buffer.from(' last'));
    expect(output.bytes).toBe(100_011);
    expect(output.text()).toMatch(/^first x+\n… 91819 bytes …\nx+ last$/);
    const short = new Excerpt();
    short.add(Buffer.from('all of it'));
    expect(short.text()).toBe('all of it');
  });
});
