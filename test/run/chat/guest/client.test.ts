import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { ChatClient } from '../../../../src/run/chat/guest/client.ts';
import { endAll, hosted, plain, rich, until } from '../room-tools.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await endAll();
});

it('a host that restarts is found again, and the client says so', async () => {
  const first = await hosted();
  const { port } = first;
  const ana = await rich(port, 'Ana');
  ana.client.say('before');
  await ana.until(() => ana.texts().includes('before'));
  await first.stop();
  await ana.until(() => ana.of('waiting').length >= 2);
  ana.client.say('while nobody listens');
  expect(ana.of('not-sent')).toMatchObject([{ text: 'while nobody listens' }]);
  expect(ana.of('host-stopped')).toHaveLength(1);
  // What was lost is told once, not with each attempt that fails.
  expect(ana.of('lost-host')).toHaveLength(1);
  expect(
    ana
      .of('waiting')
      .map(({ seconds }) => seconds)
      .slice(0, 2),
  ).toEqual([0.5, 1]);
  await hosted({ port });
  await ana.until(() => ana.of('welcome').length === 2);
  ana.client.say('after');
  await ana.until(() => ana.texts().includes('after'));
});

it('a connection that was cut does not keep its name from who comes back', async () => {
  const { port } = await hosted();
  const bob = await plain(port, 'Bob');
  // Between Ana and the host: what is cut here, neither end hears of.
  const near: Socket[] = [];
  const far: Socket[] = [];
  const wire = createServer((here) => {
    const there = connect(port, '127.0.0.1');
    for (const socket of [here, there]) socket.on('error', () => {});
    here.pipe(there, { end: false });
    there.pipe(here, { end: false });
    near.push(here);
    far.push(there);
  });
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
  const ana = await rich((wire.address() as { port: number }).port, 'Ana', 'tcp', false);
  await ana.until(() => ana.of('welcome').length === 1);
  ana.client.say('before');
  await bob.until(/^<Ana> before$/m);
  near[0]!.destroy();
  await ana.until(() => ana.of('welcome').length === 2);
  expect(ana.of('refused')).toEqual([]);
  ana.client.say('after');
  await bob.until(/^<Ana> after$/m);
  expect(bob.lines().filter((line) => line.startsWith('* Ana '))).toEqual([
    '* Ana has joined.',
    '* Ana has vanished: the connection ended.',
    '* Ana has joined.',
  ]);
  ana.client.leave();
  for (const socket of [...near, ...far]) socket.destroy();
  wire.close();
});

it('nobody comes back as another with a pass that he was not given', async () => {
  const { port } = await hosted();
  const ana = await rich(port, 'Ana');
  const thief = await plain(port);
  thief.say(`/sockbench {"version":1,"transport":"tcp","name":"Ana","pass":"${'0'.repeat(16)}"}`);
  await thief.until(/name-taken/);
  ana.client.say('still here');
  await ana.until(() => ana.texts().includes('still here'));
});

it('a name that is taken is asked for again, and the rest waits', async () => {
  const { port } = await hosted();
  await plain(port, 'Ana');
  const other = await rich(port, 'Ana', 'tcp', false);
  await other.until(() => other.of('name-wanted').length === 1);
  expect(other.of('refused')).toMatchObject([{ reason: 'name-taken', what: 'Ana' }]);
  other.client.say('Bea');
  await other.until(() => other.of('welcome').length === 1);
  expect(other.of('welcome')).toMatchObject([{ name: 'Bea' }]);
});

it.each([
  ['sends something else', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ['sends a line without end', 'x'.repeat(300 * 1024)],
  ['hangs up', ''],
])('what is no room is told from one: a server that %s', async (_what, answer) => {
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const ana = await rich(port, 'Ana', 'tcp', false);
  expect(await ana.ended).toMatchObject({ code: 'not-chat' });
  server.close();
});

it('nobody there is an error, not a thing to wait for', async () => {
  const gone = await hosted();
  await gone.stop();
  const ana = await rich(gone.port, 'Ana', 'tcp', false);
  expect(await ana.ended).toMatchObject({ code: 'connection-refused' });
});

it('a hostile host reaches no terminal', async () => {
  const evil = '\u001b[2J\u202e';
  const person = { id: 2, name: evil, transport: 'tcp', plain: false, last: 0 };
  const lines = [
    {
      event: 'welcome',
      version: 1,
      id: 1,
      name: evil,
      token: '0'.repeat(16),
      impairment: evil,
      people: [person],
    },
    { event: 'joined', person: { ...person, id: 3 } },
    { event: 'renamed', id: 3, from: evil, to: evil },
    {
      event: 'message',
      id: 3,
      name: evil,
      number: 1,
      text: evil,
      action: false,
      mine: false,
      fate: 'in-order',
    },
    { event: 'private', from: evil, to: evil, text: evil, mine: false },
    { event: 'lost', id: 3, name: evil, count: 1 },
    { event: 'refused', reason: 'nobody', what: evil },
    { event: 'contrast', run: 1, phase: 'start', by: evil, of: 5, number: 0 },
    { event: 'people', people: [person] },
    { event: 'left', id: 3, name: evil, why: 'quit', last: 0 },
    { event: 'contrast', run: 2, phase: 'start', by: evil, of: 4_000_000_000, number: 0 },
    {
      event: 'message',
      id: 3,
      name: 'a',
      number: 1,
      text: 'end',
      action: false,
      mine: false,
      fate: 'in-order',
    },
  ];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ana = await rich((server.address() as { port: number }).port, 'Ana', 'tcp', false);
  await ana.until(() => ana.texts().includes('end'));
  expect(ana.events.length).toBeGreaterThan(10);
  expect(JSON.stringify(ana.events)).not.toMatch(/\\u001b|\u202e/);
  ana.client.leave();
  await ana.ended;
  server.close();
});

it.each([false, true])(
  'a host is read no faster than what it says is shown (plain: %s)',
  async (plainHost) => {
    const LINES = 20_000;
    const welcome = {
      event: 'welcome',
      version: 1,
      id: 1,
      name: 'Ana',
      token: '0'.repeat(16),
      impairment: null,
      people: [],
    };
    const line = JSON.stringify({
      event: 'private',
      from: 'Eve',
      to: 'Ana',
      text: 'x'.repeat(900),
      mine: false,
    });
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.resume();
      socket.end(`${JSON.stringify(welcome)}\n${`${line}\n`.repeat(LINES)}`);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    let shown = 0;
    let behind = false;
    let drain = (): void => {};
    const client = new ChatClient({
      host: { addresses: ['127.0.0.1'], port: (server.address() as AddressInfo).port },
      name: 'Ana',
      anyName: false,
      plain: plainHost,
      transport: 'tcp',
      event: ({ kind }) => {
        if (kind === 'private' || kind === 'line') behind = ++shown < LINES;
      },
      reader: {
        get behind() {
          return behind;
        },
        drained: () =>
          new Promise((resolve) => {
            drain = resolve;
          }),
      },
    });
    const ended = client.run();
    await until(
      () => shown > 0,
      () => 'anything',
    );
    for (let round = 0; round < 3; round++) {
      const before = shown;
      await new Promise((resolve) => setTimeout(resolve, 30));
      // A line that had begun is shown for what it is when nothing more comes of it.
      expect(shown - before).toBeLessThanOrEqual(plainHost ? 1 : 0);
      drain();
      await until(
        () => shown > before + (plainHost ? 1 : 0),
        () => `more than ${before}`,
      );
      // One read of the socket at a time.
      expect(shown - before).toBeLessThan(LINES / 10);
    }
    client.leave();
    drain();
    await ended;
  },
);
