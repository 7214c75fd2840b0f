/** What the sources themselves hold: what only a few files may do, because others must not forget what is done there; their length. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SOURCE = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name: relative('.', name), text: readFileSync(join(SOURCE, name), 'utf8') }));
const having = (pattern: RegExp): string[] =>
  files
    .filter(({ text }) => pattern.test(text))
    .map(({ name }) => name)
    .sort();

/** The ends of a lesson's race meet each other alone, in a lab of their own. */
const outside = (name: string): boolean => !/^experiment\/lesson\/.*-process\.ts$/.test(name);

it('sees the sources', () => {
  expect(files.length).toBeGreaterThan(400);
  expect(having(/from 'node:net'/).length).toBeGreaterThan(20);
});

it('no file is longer than 250 lines: tests neither', () => {
  const tests = fileURLToPath(new URL('.', import.meta.url));
  const written = readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:tsx?|mjs|py|c)$/.test(name))
    .map((name) => ({ name, text: readFileSync(join(tests, name), 'utf8') }));
  expect(written.length).toBeGreaterThan(400);
  const long = [...files, ...written].filter(({ text }) => text.trimEnd().split('\n').length > 250);
  expect(long.map(({ name }) => name)).toEqual([]);
});

it('datagrams are sent by the sockets that know all guards, and by the flows that are measured', () => {
  // Nobody else has a socket of node:dgram in his hands: `import type` of an address is all that remains.
  const holders = having(/import (?!type).*from 'node:dgram'|import\('node:dgram'\)|require\('node:dgram'\)/);
  expect(holders.filter(outside)).toEqual([
    'net/datagrams/answering.ts',
    'net/datagrams/connected.ts',
    'net/datagrams/sharing.ts',
    // One byte, to the address that its owner named.
    'net/datagrams/who-answers.ts',
    // Connected, each to one address that its owner named.
    'net/portable/datagram-flow.ts',
    // They send nothing: a buffer's size, the way out, a free port.
    'run/client/generator/socket-rehearsal.ts',
    'run/client/plan/path-mtu.ts',
    'run/doctor/system.ts',
  ]);
  const sends = having(/import.*\bSocket\b.*from 'node:dgram'/)
    .filter(outside)
    .filter((name) => /\.send\(/.test(files.find((file) => file.name === name)!.text));
  expect(sends).toEqual([
    'net/datagrams/answering.ts',
    'net/datagrams/connected.ts',
    'net/portable/datagram-flow.ts',
    'net/portable/send-watch.ts',
  ]);
});

it('SO_REUSEADDR lets any user of the machine in: it is set in one place, where there is nothing better', () => {
  expect(having(/reuseAddr/)).toEqual(['net/datagrams/sharing.ts']);
  expect(having(/\bSO_REUSEADDR\b/)).toEqual([
    'net/datagrams/sharing.ts',
    'net/linux/datagram/shared-port.ts',
    'net/linux/kernel/constants.ts',
  ]);
});

it('connections of others are accepted behind the one boundary', () => {
  expect(having(/\bcreateServer\(/).filter(outside)).toEqual([
    // Sockets of Unix in private directories, and loopback for a moment of one's own.
    'experiment/ends/end-host.ts',
    // Ends of a lab of our own, where nobody else is.
    'run/chat/host/far-end-process.ts',
    'run/chat/host/link-pipes.ts',
    'run/client/generator/socket-rehearsal.ts',
    'run/doctor/echo-worker.ts',
    // Whether a name can be listened on, for a moment.
    'run/lab/folder.ts',
    'run/lab/link/service.ts',
    'run/lab/relay/process.ts',
    'run/listening/bind.ts',
    // The lab's control connections, guarded in the same way.
    'run/server/server.ts',
  ]);
});

it('what came from a network or a file is parsed in one place', () => {
  const facing = /^(wire|session|net|result|run|link|fleet|json-bounds)\b/;
  expect(having(/JSON\.parse\(/).filter((name) => facing.test(name))).toEqual(['json-bounds.ts']);
});

it('a command that is printed is made by the one function that knows how this program was started', () => {
  const bare =
    /sockbench (?:tcp|udp|compare|serve|chat|listen|send|lab|report|doctor|lesson|judge|load|fleet|agent|watch|find|capacity)\b/;
  const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const holders = files.filter(({ text }) => bare.test(code(text))).map(({ name }) => name);
  expect(holders.sort()).toEqual([
    // Names on a bus, and parts of what is signed.
    'cli/fleet/agent-action.ts',
    'fleet/leading/nats-ground.ts',
    'fleet/protocol/envelope.ts',
    'fleet/protocol/fleet-clock.ts',
    // Said to callers on other machines, who start theirs in their own way.
    'run/lab/relay/relay.ts',
    'run/server/server.ts',
    'words/en/commands/chat.ts',
    'words/en/commands/exercise.ts',
    // Titles of screens and pages; inside the lab the name alone is this program.
    'words/en/commands/lab.ts',
    'words/en/commands/load.ts',
    'words/en/errors/errors.ts',
    'words/en/lessons/lesson.ts',
    'words/en/live/live-many.ts',
    'words/pt-br/commands/chat.ts',
    'words/pt-br/commands/exercise.ts',
    'words/pt-br/commands/lab.ts',
    'words/pt-br/commands/load.ts',
    'words/pt-br/lessons/lesson.ts',
    'words/pt-br/live/live-many.ts',
  ]);
});

it('whoever starts a program says what it gets of the environment: not the key', () => {
  const starts = /\b(?:spawn|spawnSync|execFile|execFileSync|fork)\(/g;
  const silent = files
    .filter(
      ({ text }) => (text.match(starts) ?? []).length > (text.match(/\benv\b(?=:|,| \})/g) ?? []).length,
    )
    .map(({ name }) => name)
    .sort();
  expect(silent).toEqual([
    // Inside a lab, whose launcher has left the key out.
    'experiment/judge/end/end-process.ts',
    'experiment/lesson/stream/end-process.ts',
    'link/system/interface.ts',
  ]);
});
