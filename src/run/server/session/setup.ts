/** What a session is made from, and what follows from that. */
import type { Address } from '../../../net/port.ts';
import type { ServerEvent, ServerSessionInfo } from '../../../result/events/server-events.ts';
import type { Grant, Hello } from '../../../wire/control.ts';
import type { Token } from '../../../wire/header.ts';
import { type Fault, within } from '../../listening/boundary.ts';
import type { ServerLimits } from '../admission/limits.ts';
import type { SessionPlan } from '../flows/flow-engine.ts';
import type { ControlConnection } from './control.ts';

/** What is still asked of a session that has ended. */
export interface EndedSession {
  readonly token: Token;
  readonly address: string | null;
  readonly moved: boolean;
}

export interface SessionSetup {
  readonly id: number;
  readonly token: Token;
  /** See SessionPlan. */
  readonly epoch: bigint;
  readonly hello: Hello;
  readonly granted: Grant['granted'];
  readonly ceiling: number;
  /** Of the client; null: anyone with the token (a control connection over a Unix socket has no address). */
  readonly address: string | null;
  /** The server's address that the control connection reached. */
  readonly local: Address;
  readonly limits: ServerLimits;
  /** See SessionPlan. */
  readonly spare: number;
  readonly macKey: Uint8Array | null;
  readonly control: ControlConnection;
  readonly stray: (message: Buffer, from: Address) => void;
  readonly emit: (event: ServerEvent) => void;
  readonly ended: (session: EndedSession) => void;
}

/** @param fault of whatever goes wrong with its flows; @param failed says that they cannot go on */
export const planOf = (
  setup: SessionSetup,
  fault: Fault,
  failed: (sentence: string) => void,
): SessionPlan => ({
  token: setup.token,
  epoch: setup.epoch,
  hello: setup.hello,
  granted: setup.granted,
  ceiling: setup.ceiling,
  memory: setup.limits.sessionMemory,
  spare: setup.spare,
  longest: longestOf(setup),
  macKey: setup.macKey,
  stray: within(fault, setup.stray),
  done: () => setup.control.send({ type: 'done' }),
  failed,
  fault,
});

/** ns that its measured part may last. */
export const longestOf = ({ granted, limits }: Pick<SessionSetup, 'granted' | 'limits'>): number =>
  Math.min(granted.duration ?? Number.POSITIVE_INFINITY, limits.duration);

export const infoOf = (
  { id, address, hello, granted }: SessionSetup,
  engine: ServerSessionInfo['engine'],
): ServerSessionInfo => ({
  id,
  address: address ?? '',
  tool: hello.tool,
  transport: hello.transport,
  mode: hello.mode,
  clients: granted.clients,
  size: granted.size,
  rate: granted.rate,
  engine,
  name: hello.name ?? null,
  run: hello.run ?? null,
  duration: granted.duration,
  since: Date.now(),
});
