/** Where a run goes: the lab's far side, a target, or a server of its own on loopback. */
import { isIP, isIPv6 } from 'node:net';
import { showAddress } from '../../net/failure.ts';
import { requireWayFrom } from '../../net/local.ts';
import type { RunSpec } from '../../result/spec.ts';
import { freshNonce } from '../../wire/proof.ts';
import type { LabClient } from '../lab/link/client.ts';
import { startEmbeddedServer } from '../server/process/embedded.ts';
import type { Place } from './context.ts';
import { connectControl } from './control/control.ts';
import { STOPPED, unlessStopped } from './control/unless-stopped.ts';
import { answering } from './plan/answering.ts';
import { resolveAll } from './plan/resolve.ts';

/** Over the lab a datagram is lost by the link's will, not because a busy machine read its socket late. */
const LAB_BUFFER = 4 * 2 ** 20;

export interface OpenPlace extends Place {
  /** Takes down what was started for this run. */
  close(): Promise<void>;
}

/** Of its own: nobody else is asked, and it takes a while to stand. */
export const isOwn = ({ target }: RunSpec, lab: LabClient | undefined): boolean =>
  target === null && lab === undefined;

/** @throws SockbenchError where the target cannot be resolved or the server not started */
export async function openPlace(spec: RunSpec, lab: LabClient | undefined): Promise<OpenPlace> {
  const { target, bind, engine } = spec;
  const family = familyOf(spec);
  if (lab !== undefined && target === null) {
    const { host, port } = lab.target(family);
    requireWayFrom(bind, host);
    const control = () => lab.connectControl();
    return { ...placeAt(host, port), datagramBuffer: LAB_BUFFER, control, close: async () => lab.close() };
  }
  if (target === null) {
    const own = family === 6 ? '::1' : '127.0.0.1';
    requireWayFrom(bind, own);
    // Other users of this machine find the port, and nothing else.
    const nonce = freshNonce();
    const server = await startEmbeddedServer({
      engine,
      host: own,
      caller: nonce,
      sessions: spec.transports.length,
    });
    const place = { ...placeAt(server.host, server.port), nonce };
    const control = (signal: AbortSignal) =>
      connectControl(server.host, server.port, bind, place.shown, signal);
    return { ...place, control, close: () => server.stop() };
  }
  const literal = isIP(target.host.split('%')[0]!) !== 0;
  const addresses = await resolveAll(target, literal ? spec.family : family);
  for (const one of addresses) requireWayFrom(bind, one);
  const plain = target.scheme === 'echo';
  const datagrams = plain && !spec.transports.includes('tcp');
  const address = await answering({ addresses, port: target.port }, datagrams ? 'udp' : 'tcp', bind);
  const place = placeAt(address, target.port);
  const control = plain
    ? null
    : (signal: AbortSignal) => connectControl(address, target.port, bind, place.shown, signal);
  return { ...place, control, close: async () => {} };
}

/** One that stands only after the run was stopped, or has failed, is taken down again. @throws STOPPED, too */
export function placeUnless(signal: AbortSignal, open: () => Promise<OpenPlace>): Promise<OpenPlace> {
  const opening = signal.aborted ? Promise.reject<OpenPlace>(STOPPED) : open();
  opening.then((place) => (signal.aborted ? place.close() : undefined)).catch(() => {});
  const opened = unlessStopped(opening, signal);
  // It may fail before it is asked for.
  opened.catch(() => {});
  return opened;
}

/** A name with addresses of both families is asked for the one that the run leaves from. */
const familyOf = ({ family, bind }: RunSpec): RunSpec['family'] =>
  family !== 0 || bind === null ? family : isIPv6(bind.split('%')[0]!) ? 6 : 4;

const placeAt = (address: string, port: number): Omit<Place, 'control'> => ({
  address,
  port,
  shown: showAddress({ address, port }),
  nonce: null,
  datagramBuffer: null,
});
