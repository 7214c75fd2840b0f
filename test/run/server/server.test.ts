import { describe, expect, it } from 'vitest';
import { FLAG_ANSWER, FLAG_DOWN, FLAG_WARMUP, readFlags } from '../../../src/wire/header.ts';
import { bench } from './bench.ts';
import {
  DatagramFlow,
  message,
  numberOf,
  Stream,
  TYPE_OPEN,
  TYPE_OPENED,
  TYPE_PROBE,
  tokenFromHex,
  typeOf,
} from './client.ts';

const { serve, control, events } = bench();

const flagsOf = (bytes: Buffer) => readFlags(new DataView(bytes.buffer, bytes.byteOffset, 64), 0);

describe('server, UDP echo', () => {
  it('answers the first copy of each probe, counts the others, and tells all in its ledger', async () => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant({ clients: 2, size: 100 });
    const flows = [
      await DatagramFlow.open(server.port, token, 0),
      await DatagramFlow.open(server.port, token, 1),
    ];
    session.send({ type: 'start' });
    for (let number = 0; number < 50; number++) {
      flows[0]!.send(number, 100);
      if (number % 5 === 0) flows[0]!.send(number, 100);
      // Of the second flow, 10 to 14 never leave.
      if (number < 10 || number >= 15) flows[1]!.send(number, 100);
    }
    await flows[0]!.until(() => flows[0]!.got.length === 50);
    await flows[1]!.until(() => flows[1]!.got.length === 45);
    expect(flows[0]!.got.map(numberOf)).toEqual([...Array(50).keys()]);
    expect(flows[0]!.got.every((bytes) => bytes.length === 100 && flagsOf(bytes) === FLAG_ANSWER)).toBe(true);
    const ledger = await session.ledger();
    expect(ledger).toMatchObject({
      received: [50, 45],
      sent: [50, 45],
      notAnswered: [0, 0],
      duplicates: 10,
      corrupt: 0,
      foreign: 0,
      bytesReceived: 9500,
      bytesSent: 9500,
      refused: {},
    });
    if (process.platform === 'linux') expect(ledger.drops).toEqual([0, 0]);
    session.send({ type: 'bye' });
    await session.closed;
    const ended = events().find((event) => event.event === 'session-ended');
    expect(ended).toMatchObject({ reason: 'done', figures: { received: 95, sent: 95, loss: 0.05 } });
    for (const flow of flows) flow.socket.close();
  });

  it('answers an open that is repeated because its answer was lost', async () => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant();
    const flow = await DatagramFlow.open(server.port, token, 0);
    const before = flow.reopened;
    flow.socket.send(message(TYPE_OPEN, flow.token, 0, 0));
    await flow.until(() => flow.reopened > before);
    expect(flow.got).toEqual([]);
    expect((await session.ledger()).received).toEqual([0]);
    flow.socket.close();
  });

  it('counts warm-up apart, corrupt and foreign ones too', async () => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant();
    const flow = await DatagramFlow.open(server.port, token, 0);
    session.send({ type: 'start' });
    flow.socket.send(message(TYPE_PROBE, flow.token, 0, 0, 64, FLAG_WARMUP));
    flow.socket.send(message(TYPE_PROBE, flow.token, 0, 0, 65));
    flow.socket.send(message(TYPE_PROBE, { high: 1, low: 1 }, 0, 1));
    flow.socket.send(message(TYPE_PROBE, flow.token, 0, 2, 64, FLAG_ANSWER));
    flow.send(0);
    await flow.until(() => flow.got.length === 2);
    expect(await session.ledger()).toMatchObject({
      received: [1],
      sent: [1],
      corrupt: 1,
      foreign: 2,
      warmup: { received: 1, sent: 1, duplicates: 0 },
    });
    flow.socket.close();
  });

  it('tells a reader that never reads apart from one that does: drops have an owner', async () => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant({ mode: 'up', receiveBuffer: 4096 });
    const flow = await DatagramFlow.open(server.port, token, 0);
    session.send({ type: 'start' });
    // The server shares this thread, so it cannot read while these are sent.
    for (let number = 0; number < 500; number++) flow.send(number);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { received, drops } = await session.ledger();
    expect(received[0]! + (drops?.[0] ?? 0)).toBe(500);
    if (process.platform === 'linux') expect(drops![0]).toBeGreaterThan(0);
    flow.socket.close();
  });
});

describe('server, TCP', () => {
  it('echoes messages of the granted size', async () => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant({ transport: 'tcp', size: 200 });
    const stream = await Stream.open(server.port);
    // In one piece: the first probes come with the open.
    stream.socket.write(
      Buffer.concat([
        message(TYPE_OPEN, tokenFromHex(token), 0, 0),
        ...[0, 1, 2].map((number) => message(TYPE_PROBE, tokenFromHex(token), 0, number, 200)),
      ]),
    );
    expect(typeOf(await stream.bytes(64))).toBe(TYPE_OPENED);
    session.send({ type: 'start' });
    const answers = await stream.bytes(600);
    expect([0, 200, 400].map((at) => numberOf(answers.subarray(at)))).toEqual([0, 1, 2]);
    expect(await session.ledger()).toMatchObject({ received: [3], sent: [3], drops: null, arrived: null });
    stream.socket.destroy();
  });

  it('counts connections in mode connect', async () => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant({ transport: 'tcp', mode: 'connect', clients: 2 });
    session.send({ type: 'start' });
    for (let i = 0; i < 5; i++) {
      const stream = await Stream.open(server.port);
      stream.socket.write(message(TYPE_OPEN, tokenFromHex(token), i % 2, i, 64, i === 0 ? FLAG_WARMUP : 0));
      expect(numberOf(await stream.bytes(64))).toBe(i);
      stream.socket.end();
      await stream.closed;
    }
    expect(await session.ledger()).toMatchObject({ received: [2, 2], sent: [2, 2], warmup: { received: 1 } });
  });

  it.each(['tcp', 'udp'] as const)('sends a stream down over %s, then says done', async (transport) => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant({ transport, mode: 'down', count: 100, rate: 20_000, size: 64 });
    let numbers: number[] = [];
    if (transport === 'udp') {
      const flow = await DatagramFlow.open(server.port, token, 0);
      session.send({ type: 'start' });
      await session.wait('done');
      await flow.until(() => flow.got.length === 100);
      expect(flow.got.every((bytes) => flagsOf(bytes) === FLAG_DOWN)).toBe(true);
      numbers = flow.got.map(numberOf);
      flow.socket.close();
    } else {
      const stream = await Stream.open(server.port);
      stream.socket.write(message(TYPE_OPEN, tokenFromHex(token), 0, 0));
      await stream.bytes(64);
      session.send({ type: 'start' });
      await session.wait('done');
      const bytes = await stream.bytes(6400);
      numbers = [...Array(100).keys()].map((i) => numberOf(bytes.subarray(i * 64)));
      stream.socket.destroy();
    }
    expect(numbers).toEqual([...Array(100).keys()]);
    expect(await session.ledger()).toMatchObject({ sent: [100], bytesSent: 6400, received: [0] });
  });

  it('takes in what is still on its way up before it freezes the ledger', async () => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant({ transport: 'tcp', mode: 'up', size: 65_536 });
    const stream = await Stream.open(server.port);
    stream.socket.write(message(TYPE_OPEN, tokenFromHex(token), 0, 0));
    await stream.bytes(64);
    session.send({ type: 'start' });
    for (let number = 0; number < 200; number++)
      stream.socket.write(message(TYPE_PROBE, tokenFromHex(token), 0, number, 65_536));
    expect(await session.ledger()).toMatchObject({ received: [200], bytesReceived: 200 * 65_536 });
    stream.socket.destroy();
  });
});
