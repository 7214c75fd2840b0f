/** Clients that ask for more than they may have, or take it without asking. */
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  type Control,
  DatagramFlow,
  HELLO,
  message,
  TYPE_OPEN,
  TYPE_PROBE,
  tokenFromHex,
  typeOf,
} from '../client.ts';
import { attacks, ENGINES } from './honest.ts';

describe.each(ENGINES)('%s', (engine) => {
  const { serve, control, events, honest } = attacks(engine);

  describe('limits', () => {
    const refusedWith = async (session: Control, hello: object) => {
      session.send({ ...HELLO, ...hello });
      return (await session.wait('error')).message;
    };

    it('refuse with a sentence what is too much', async () => {
      const server = await serve({}, { flows: 10, size: 1000, sessionsPerAddress: 1 });
      expect(await refusedWith(await control(server), { clients: 11 })).toContain('the limit is 10');
      expect(await refusedWith(await control(server), { size: 1001 })).toContain('the limit is 1,000');
      expect(await refusedWith(await control(server), { mode: 'connect' })).toContain(
        'UDP has no connections',
      );
      await (await control(server)).grant();
      expect(await refusedWith(await control(server), {})).toContain('your address has 1 session already');
      expect(events().filter((event) => event.event === 'refused').length).toBeGreaterThan(0);
    });

    it('grant less than was asked for, and say so', async () => {
      const server = await serve({}, { rate: 100, duration: 1e9 });
      const grant = await (await control(server)).grant({ mode: 'down', rate: 1000, duration: 10e9 });
      expect(grant.granted).toMatchObject({ rate: 100, duration: 1e9 });
      expect(grant.limited).toHaveLength(2);
    });

    it('of socket buffers and busy polling are told too', async () => {
      const server = await serve({}, { buffer: 1e6 });
      const { limited } = await (await control(server)).grant({ receiveBuffer: 2 ** 31, busyPoll: true });
      expect(limited).toEqual([
        'socket buffers are limited to 1,000,000 bytes.',
        'busy polling is not allowed on this server.',
      ]);
    });

    it('hold for a client that does not care, and harm no other', async () => {
      const server = await serve({}, { rate: 50, pacesFloods: true });
      const session = await control(server);
      const { token } = await session.grant();
      const flow = await DatagramFlow.open(server.port, token, 0);
      session.send({ type: 'start' });
      const begun = performance.now();
      for (let number = 0; number < 2000; number++) flow.send(number);
      const down = await control(server);
      const grant = await down.grant({ mode: 'down', rate: null, duration: 60e9 });
      expect(grant.granted.rate).toBe(50);
      const stream = await DatagramFlow.open(server.port, grant.token, 0);
      down.send({ type: 'start' });
      await honest(server);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const ledger = await session.ledger();
      const streamed = await down.ledger();
      const most = 50 + 50 * ((performance.now() - begun) / 1000);
      expect(ledger.sent[0]).toBeGreaterThanOrEqual(50);
      expect(ledger.sent[0]).toBeLessThanOrEqual(most);
      // An `open` that was said twice is answered twice.
      const probes = ({ got }: DatagramFlow) => got.filter((bytes) => typeOf(bytes) === TYPE_PROBE).length;
      expect(probes(flow)).toBeLessThanOrEqual(ledger.sent[0]!);
      // Everything that the socket took has an owner.
      expect(ledger.received[0]! - ledger.sent[0]!).toBe(ledger.notAnswered[0]);
      expect(streamed.sent[0]).toBeLessThanOrEqual(most);
      expect(probes(stream)).toBeLessThanOrEqual(streamed.sent[0]!);
      flow.socket.close();
      stream.socket.close();
    });

    it('keep a session from remembering more probes than it was granted memory for', async () => {
      const server = await serve({}, { sessionMemory: 1000 });
      const session = await control(server);
      const { token } = await session.grant();
      const flow = await DatagramFlow.open(server.port, token, 0);
      session.send({ type: 'start' });
      // Far apart, as only a forged number is.
      flow.send(2 ** 23 + 30_000);
      expect((await session.wait('error')).message).toContain('memory to keep apart');
      flow.socket.close();
    });

    it('end nobody for memory that no session has, but let nobody else in', async () => {
      const server = await serve({}, { memory: process.memoryUsage.rss() + 50e6 });
      await honest(server, async () => {
        const held = Buffer.alloc(process.memoryUsage.rss() + 100e6, 1);
        await new Promise((resolve) => setTimeout(resolve, 2500));
        expect(await refusedWith(await control(server), {})).toContain('no memory left');
        expect(held.length).toBeGreaterThan(0);
      });
    });

    it('end a session that moves too much, and tell its client', async () => {
      const server = await serve({}, { bytes: 10_000 });
      const session = await control(server);
      const { token } = await session.grant({ mode: 'down', size: 1000 });
      const flow = await DatagramFlow.open(server.port, token, 0);
      session.send({ type: 'start' });
      expect((await session.wait('error')).message).toContain('10,000 bytes');
      expect(events().at(-1)).toMatchObject({ event: 'session-ended', reason: 'limit' });
      flow.socket.close();
    });

    it('end a session whose clients read none of their answers, where those take more memory than there is', async () => {
      const server = await serve({ engine: 'portable' }, { sessionMemory: 200_000 });
      const session = await control(server);
      const { token } = await session.grant({
        transport: 'tcp',
        clients: 8,
        size: 16_384,
        engine: 'portable',
      });
      const deaf = Array.from({ length: 8 }, (_, flow) => {
        const socket = connect({ port: server.port, host: '127.0.0.1' });
        socket.on('error', () => {}).pause();
        socket.write(message(TYPE_OPEN, tokenFromHex(token), flow, 0));
        return socket;
      });
      session.send({ type: 'start' });
      let number = 0;
      const talk = setInterval(() => {
        for (const [flow, socket] of deaf.entries())
          if (socket.writableLength < 1e6)
            socket.write(message(TYPE_PROBE, tokenFromHex(token), flow, number, 16_384));
        number++;
      }, 1);
      expect((await session.wait('error')).message).toContain('answers that nobody reads');
      clearInterval(talk);
      for (const socket of deaf) socket.destroy();
      await honest(server);
    });

    it('end a session that is never started', async () => {
      const server = await serve({}, { handshake: 100e6 });
      const session = await control(server);
      await session.grant();
      expect((await session.wait('error')).message).toBe('the run was not started in time.');
    });

    it('end a session that opens one flow after the other and never starts', async () => {
      const server = await serve({}, { handshake: 100e6 });
      const session = await control(server);
      const { token } = await session.grant({ clients: 100 });
      const flows: DatagramFlow[] = [];
      let ended = false;
      const begun = performance.now();
      void session.wait('error').then(() => {
        ended = true;
      });
      for (let flow = 0; flow < 100 && !ended; flow++) {
        const opening = DatagramFlow.open(server.port, token, flow);
        const opened = await Promise.race([opening, session.closed]);
        if (opened !== undefined) flows.push(opened);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      // Six handshake times behind the last flow that put it off, and those end after twelve.
      expect(performance.now() - begun).toBeLessThan(6000);
      expect(ended).toBe(true);
      for (const flow of flows) flow.socket.close();
    });

    it('end with the ledger: what comes afterwards gets no answer', async () => {
      const server = await serve();
      const session = await control(server);
      const { token } = await session.grant();
      const flow = await DatagramFlow.open(server.port, token, 0);
      session.send({ type: 'start' });
      flow.send(0);
      await flow.until(() => flow.got.length === 1);
      expect((await session.ledger()).received).toEqual([1]);
      for (let number = 1; number < 20; number++) flow.send(number);
      await honest(server);
      expect(flow.got).toHaveLength(1);
      flow.socket.close();
    });

    it('end a stream down that was asked for without an end', async () => {
      const server = await serve({}, { duration: 300e6 });
      const session = await control(server);
      const { token } = await session.grant({ mode: 'down', rate: 100, count: 1e9, lossThreshold: 2e15 });
      const flow = await DatagramFlow.open(server.port, token, 0);
      session.send({ type: 'start' });
      await session.wait('done');
      expect((await session.ledger()).sent[0]).toBeLessThanOrEqual(31);
      flow.socket.close();
    });

    it('of messages: who sends them without pause is hung up on, who says one now and then is not', async () => {
      const server = await serve();
      const [patient, hasty] = [await control(server), await control(server)];
      await Promise.all([patient.grant(), hasty.grant()]);
      for (let count = 0; count < 5; count++) patient.send({ type: 'ping' });
      for (let count = 0; count < 1000; count++) hasty.send({ type: 'ping' });
      expect((await hasty.wait('error')).message).toBe('too many messages came on the control connection.');
      await hasty.closed;
      expect((await patient.ledger()).received).toEqual([0]);
    });

    it('end an idle session, and one whose client fell silent or is gone', async () => {
      const server = await serve({}, { idle: 100e6, silence: 2500e6 });
      const idle = await control(server);
      await idle.grant();
      idle.send({ type: 'start' });
      expect((await idle.wait('error')).message).toContain('nothing was sent');
      const gone = await control(server);
      await gone.grant();
      gone.socket.destroy();
      const silent = await control(server);
      await silent.grant({ mode: 'connect', transport: 'tcp' });
      await silent.closed;
      const reasons = events().flatMap((event) => (event.event === 'session-ended' ? [event.reason] : []));
      expect(reasons).toContain('gone');
      expect(reasons.every((reason) => ['limit', 'gone', 'silent'].includes(reason))).toBe(true);
    });
  });
});
