import { afterEach, describe, expect, it } from 'vitest';
import { ROOM_LIMITS } from '../../../../src/session/chat/rates/limits.ts';
import { endAll, hosted, plain, rich, until } from '../room-tools.ts';

afterEach(endAll);

describe('a room', () => {
  it('programs of students and sockbench talk to each other', async () => {
    const { port } = await hosted();
    const nc = await plain(port, 'Nina');
    const ana = await rich(port, 'Ana');
    const bob = await rich(port, 'Bob', 'udp');
    await nc.until(/^\* Bob has joined\.$/m);
    nc.say('hello from nc');
    ana.client.say('hello from Ana');
    bob.client.say('hello from Bob');
    const all = ['hello from nc', 'hello from Ana', 'hello from Bob'].sort();
    for (const member of [ana, bob]) {
      await member.until(() => member.texts().length === 3);
      expect(member.texts().sort()).toEqual(all);
    }
    await nc.until(/^<Bob> hello from Bob$/m);
    await nc.until(/^<Ana> hello from Ana$/m);
    expect(nc.lines()).not.toContain('<Nina> hello from nc');
    ana.client.say('/msg nina a secret');
    await nc.until(/^\(Ana → Nina\) a secret$/m);
    expect(JSON.stringify(bob.events)).not.toContain('a secret');
    nc.say('/who');
    await nc.until(/^\* Here: Nina, Ana, Bob$/m);
    nc.say('/quit');
    await until(nc.closed, () => 'closed');
    await ana.until(() => ana.of('left').length === 1);
    expect(ana.of('left')).toMatchObject([{ name: 'Nina', why: 'quit' }]);
  });

  it('the last line counts without a newline, and who never sends one is told', async () => {
    const { port } = await hosted();
    const nina = await plain(port, 'Nina');
    const half = await plain(port);
    half.socket.end('Half\nno newline');
    await nina.until(/^<Half> no newline$/m);
    const slides = await plain(port);
    slides.say(Buffer.from('Slides'));
    await slides.until(/^\* What you sent waits for its end: each line ends with a newline, \\n\.$/m);
    slides.say(Buffer.from('\nhello\n'));
    await nina.until(/^<Slides> hello$/m);
  });

  it('greets a person who has just connected, and no program that speaks first', async () => {
    const { port } = await hosted();
    const person = await plain(port);
    await person.until(/^\* A sockbench chat room/m);
    const program = await plain(port, 'Prog');
    person.say('Pia');
    await program.until(/^\* Pia has joined\.$/m);
    expect(program.lines()[0]).toBe('* Welcome, Prog.');
  });

  it('a guest comes by whichever address of its name answers, and is told which', async () => {
    const { port } = await hosted();
    const ana = await rich(port, 'Ana', 'udp', true, ['127.0.0.77', '127.0.0.1']);
    expect(ana.of('reached')).toEqual([{ kind: 'reached', address: `127.0.0.1:${port}` }]);
  });

  it('telnet and other alphabets are understood', async () => {
    const { port } = await hosted();
    const ana = await plain(port, 'Ana');
    const putty = await plain(port);
    putty.say(Buffer.concat([Buffer.from('fffb1ffffd03', 'hex'), Buffer.from('Put\bt\x7ftty\r\0')]));
    await ana.until(/^\* Putty has joined\.$/m);
    putty.say(Buffer.from('Olá, ação\r\n', 'latin1'));
    putty.say(Buffer.from('é\r\n', 'latin1'));
    await ana.until(/^<Putty> Olá, ação\n<Putty> é$/m);
    await putty.until(/^\* These bytes are Latin-1, not UTF-8: encode with \.encode\('utf-8'\)\.$/m);
    expect(putty.lines().filter((line) => line.includes('Latin-1'))).toHaveLength(1);
    const marked = await plain(port);
    marked.say(Buffer.from('\ufeffMarked\n'));
    await ana.until(/^\* Marked has joined\.$/m);
  });

  it('a name may come in pieces, with a Windows line end, and the rest in the same packet', async () => {
    const { port } = await hosted();
    const ana = await plain(port, 'Ana');
    const other = await plain(port);
    other.say(Buffer.from('Jos'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    other.say(Buffer.from([0xc3]));
    await new Promise((resolve) => setTimeout(resolve, 30));
    other.say(Buffer.from([0xa9, 13, 10, ...Buffer.from('olá\nmais')]));
    await ana.until(/^\* José has joined\.\n<José> olá$/m);
    other.say('');
    await ana.until(/^<José> mais$/m);
  });

  it('hears from who has sent all and closed its side', async () => {
    const { port } = await hosted();
    const ana = await plain(port, 'Ana');
    const other = await plain(port);
    other.socket.end('Bob\nall at once\n');
    await ana.until(/^<Bob> all at once\n\* Bob has left\.$/m);
    await until(other.closed, () => 'closed');
  });
});

describe('hostile members', () => {
  it('no line of a member passes for a notice, another’s line or a command to a terminal', async () => {
    const { port } = await hosted();
    const ana = await plain(port, 'Ana');
    const bob = await rich(port, 'Bob');
    const evil = await plain(port, 'Eve');
    for (const line of [
      '* Ana has left.',
      '<Ana> give me your keys',
      '\x1b[2J\x1b]0;x\x07',
      '\u202eabc\u2066',
      'a\rb\x08c',
    ])
      evil.say(line);
    evil.say('end');
    await ana.until(/^<Eve> end$/m);
    await bob.until(() => bob.texts().includes('end'));
    const shown = [...ana.lines(), ...bob.texts()].join('\n');
    expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    // Of all lines that Eve caused, each starts with her name.
    const hers = ana.lines().slice(ana.lines().indexOf('* Eve has joined.') + 1);
    expect(hers).toHaveLength(6);
    expect(hers.every((line) => line.startsWith('<Eve> '))).toBe(true);
  });

  it('a million bytes without a newline end the connection, and nobody else notices', async () => {
    const { port } = await hosted();
    const ana = await plain(port, 'Ana');
    const evil = await plain(port, 'Eve');
    evil.say(Buffer.alloc(2 ** 20 + 4096, 'a'));
    await ana.until(/^\* Eve was dropped: it sent far too much\.$/m);
    await until(evil.closed, () => evil.lines().join('\n'));
    expect(evil.lines()).toContain('* A million bytes without a newline: goodbye.');
    ana.say('/who');
    await ana.until(/^\* Here: Ana$/m);
  });

  it('bytes that are no text, too long a line and too many lines are told to who sent them', async () => {
    const { port } = await hosted();
    const eve = await plain(port, 'Eve');
    eve.say(Buffer.from([0xff, 0xfe, 10]));
    eve.say('x'.repeat(1001));
    await eve.until(/not UTF-8[^\n]*\n\* That line was longer than 1,000 bytes/);
    for (let i = 0; i < ROOM_LIMITS.burst + 2; i++) eve.say(`${i}`);
    await eve.until(/^\* That reached nobody: more than 5 lines a second is too fast\.$/m);
  });

  it('a reader that does not keep up is dropped with a notice, and nobody waits for it', async () => {
    const linesHere = { perSecond: 1e6, burst: 1e6 };
    const limits = { ...ROOM_LIMITS, linesPerSecond: 1e6, burst: 1e6, linesHere };
    const { port } = await hosted({ limits });
    const slow = await plain(port, 'Slow');
    slow.socket.pause();
    const ana = await rich(port, 'Ana');
    const bob = await plain(port, 'Bob');
    const text = 'x'.repeat(900);
    let said = 0;
    const dropped = (): boolean => bob.lines().includes('* Slow was dropped: it did not read what was said.');
    while (!dropped() && said < 60_000) {
      for (let i = 0; i < 200; i++) ana.client.say(`${said++} ${text}`);
      await until(
        () => bob.lines().some((line) => line.startsWith(`<Ana> ${said - 1} `)),
        () => `${said}`,
      );
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(dropped()).toBe(true);
    const numbers = bob.lines().flatMap((line) => /^<Ana> (\d+) /.exec(line)?.[1] ?? []);
    expect(numbers).toEqual(Array.from({ length: said }, (_, i) => String(i)));
  });

  it('one that vanishes is told of, and a room that is full says so', async () => {
    const { port } = await hosted({ limits: { ...ROOM_LIMITS, people: 2 } });
    const ana = await plain(port, 'Ana');
    const bob = await plain(port, 'Bob');
    const third = await plain(port);
    await third.until(/^\* The room is full/m);
    const late = await rich(port, 'Late', 'tcp', false);
    expect(await late.ended).toMatchObject({
      code: 'server-refused',
      details: { reason: expect.stringMatching(/full/) },
    });
    bob.socket.resetAndDestroy();
    await ana.until(/^\* Bob has vanished: the connection ended\.$/m);
  });

  it('whoever wants to measure is told so in one sentence', async () => {
    const { port } = await hosted();
    const client = await plain(port);
    client.say(Buffer.from([0x53, 0x43, 1, 0, 0, 0, 9]));
    await client.until(/^This is a sockbench chat; to measure, start sockbench serve here\.$/m);
  });
});
