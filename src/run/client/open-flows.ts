/**
 * Opening the flows of one generator: a connection or socket each, then the `open` header until `opened` comes back.
 * Over UDP the `open` is repeated, because it can be lost like any datagram; it is counted nowhere.
 */
import { SockbenchError } from '../../errors.ts';
import type { FlowOptions, Port } from '../../net/port.ts';
import { Batch, HEADER_BYTES, NO_STAMP } from '../../wire/batch.ts';
import { hasToken, readType, type Token, TYPE_OPEN, TYPE_OPENED, writeProbe } from '../../wire/header.ts';
import type { Mac } from '../../wire/mac.ts';

export interface Opening {
  readonly options: FlowOptions;
  readonly flows: number;
  /** null: a plain echo target, where nothing is exchanged. */
  readonly token: Token | null;
  readonly mac: Mac | null;
  /** Global number of local flow i. */
  readonly numberOf: (flow: number) => number;
  readonly onProgress: (open: number) => void;
}

/** Connections that are being made at the same time: a listen queue holds a few hundred. */
const AT_ONCE = 128;
const REPEAT_MS = 200;
const PATIENCE_MS = 5000;
const POLL_MS = 2;

/** @throws SockbenchError of the first flow that fails; `udp-blocked` where no datagram ever came back */
export async function openFlows(port: Port, opening: Opening): Promise<void> {
  const { options, flows, onProgress } = opening;
  let begun = 0;
  let made = 0;
  const lane = async (): Promise<void> => {
    while (begun < flows) {
      const expected = begun++;
      const flow = await port.open(options);
      if (flow !== expected)
        throw new SockbenchError('internal', 'open', { reason: `flow ${flow}, not ${expected}` });
      made++;
      if (opening.token === null) onProgress(made);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, flows) }, lane));
  if (opening.token !== null) await exchange(port, opening, opening.token);
}

async function exchange(port: Port, opening: Opening, token: Token): Promise<void> {
  const { flows, options, onProgress } = opening;
  const opened = new Uint8Array(flows);
  const batch = new Batch(256);
  let count = 0;
  let lastProgress = performance.now();
  let sentAt = Number.NEGATIVE_INFINITY;
  while (count < flows) {
    const now = performance.now();
    const repeats = options.transport === 'udp' || sentAt === Number.NEGATIVE_INFINITY;
    if (repeats && now - sentAt >= REPEAT_MS) {
      sentAt = now;
      await sendOpens(port, opening, token, opened, batch);
    }
    const before = count;
    for (;;) {
      batch.clear();
      port.receive(batch);
      if (batch.count === 0) break;
      count += answered(batch, token, opened);
    }
    if (count > before) {
      lastProgress = performance.now();
      onProgress(count);
    }
    failOnEnd(port, opening);
    if (performance.now() - lastProgress > PATIENCE_MS) throw silent(opening, count);
    if (count < flows) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function sendOpens(
  port: Port,
  opening: Opening,
  token: Token,
  opened: Uint8Array,
  batch: Batch,
): Promise<void> {
  let flow = 0;
  while (flow < opened.length) {
    batch.clear();
    batch.stampAt = NO_STAMP;
    for (; flow < opened.length && !batch.full; flow++) {
      if (opened[flow] === 1) continue;
      const entry = batch.count++;
      writeProbe(batch.view, entry * HEADER_BYTES, TYPE_OPEN, 0, opening.numberOf(flow), token, 0);
      opening.mac?.sign(batch.view, entry * HEADER_BYTES);
      batch.flow[entry] = flow;
      batch.length[entry] = HEADER_BYTES;
    }
    port.send(batch);
    // A thousand at once would overflow the server's listening socket: let it keep up.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** @returns how many flows are newly open. */
function answered(batch: Batch, token: Token, opened: Uint8Array): number {
  let fresh = 0;
  for (let entry = 0; entry < batch.count; entry++) {
    const at = entry * HEADER_BYTES;
    const flow = batch.flow[entry]!;
    if (batch.length[entry] !== HEADER_BYTES || readType(batch.view, at) !== TYPE_OPENED) continue;
    if (!hasToken(batch.view, at, token) || opened[flow] === 1) continue;
    opened[flow] = 1;
    fresh++;
  }
  return fresh;
}

function failOnEnd(port: Port, { options }: Opening): void {
  const [end] = port.ended();
  if (end === undefined) return;
  const { address, port: number } = options.remote;
  throw new SockbenchError('connection-reset', 'open', { address: `${address}:${number}` });
}

function silent({ options }: Opening, open: number): SockbenchError {
  const address = `${options.remote.address}:${options.remote.port}`;
  const blocked = options.transport === 'udp' && open === 0;
  return new SockbenchError(blocked ? 'udp-blocked' : 'no-answer', 'open', { address });
}
