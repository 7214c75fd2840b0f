/** From what was typed after `serve` to the options of a server. */
import { isIP } from 'node:net';
import { DEFAULT_LIMITS, type ServerLimits } from '../../run/server/admission/limits.ts';
import type { ServerOptions } from '../../run/server/options.ts';
import { MILLISECOND, parseBits, parseBytes } from '../../units.ts';
import type { CliContext } from '../context.ts';
import type { ImpairmentOptions } from '../options/impairment.ts';
import { readKey } from '../options/key.ts';
import { choice, clash, duration, refuse, whole } from '../options/values.ts';

/** What was typed: texts, read below. */
export interface ServeOptions extends ImpairmentOptions {
  seed?: string;
  port?: string;
  bind?: string[];
  lan?: boolean;
  echo?: boolean;
  busyPoll?: boolean;
  engine?: string;
  keyFile?: string;
  ui?: string;
  lang?: string;
  color?: boolean;
  jsonStream?: boolean;
  output?: string;
  html?: string;
  force?: boolean;
  maxSessions?: string;
  maxSessionsPerAddress?: string;
  maxPending?: string;
  maxClients?: string;
  maxRate?: string;
  maxBitrate?: string;
  maxBuffer?: string;
  maxSessionMemory?: string;
  maxBytes?: string;
  maxSize?: string;
  maxDuration?: string;
  idleTimeout?: string;
  handshakeTimeout?: string;
  maxMemory?: string;
}

const DEFAULT_PORT = 5000;

/** @throws SockbenchError `bad-option`, `bad-key` */
export function serverOptionsFrom(options: ServeOptions, context: CliContext): ServerOptions {
  const { allowed } = context.words.serve;
  if (options.busyPoll === true && options.engine === 'portable')
    clash('--busy-poll', '--engine portable', allowed.linuxOnly);
  return {
    addresses: addressesFrom(options, allowed),
    port: whole('--port', options.port, 0, 65_535, allowed.port) ?? DEFAULT_PORT,
    engine: choice('--engine', options.engine, ['auto', 'portable', 'linux'], allowed.engine) ?? 'auto',
    limits: limitsFrom(options, allowed),
    echo: options.echo === true,
    echoAnyone: false,
    busyPoll: options.busyPoll === true,
    key: readKey(options.keyFile, context.env),
    notice: null,
    controlPath: null,
    tool: `sockbench ${context.version}`,
  };
}

type Allowed = CliContext['words']['serve']['allowed'];

export function addressesFrom({ bind, lan }: Pick<ServeOptions, 'bind' | 'lan'>, allowed: Allowed): string[] {
  if (bind !== undefined && lan === true) return clash('--bind', '--lan', allowed.lanOrBind);
  if (lan === true) return ['0.0.0.0', '::'];
  for (const address of bind ?? [])
    if (isIP(address.split('%')[0]!) === 0) refuse('--bind', address, allowed.address);
  return [...new Set(bind ?? ['127.0.0.1'])];
}

function limitsFrom(o: ServeOptions, allowed: Allowed): ServerLimits {
  const d = DEFAULT_LIMITS;
  const most = Number.MAX_SAFE_INTEGER;
  const count = (option: string, value: string | undefined) => whole(option, value, 1, most, allowed.count);
  const bytes = (option: string, value: string | undefined) =>
    whole(option, value, 64, most, allowed.bytes, parseBytes);
  const time = (option: string, value: string | undefined) =>
    duration(option, value, MILLISECOND, allowed.time);
  return {
    sessions: count('--max-sessions', o.maxSessions) ?? d.sessions,
    sessionsPerAddress: count('--max-sessions-per-address', o.maxSessionsPerAddress) ?? d.sessionsPerAddress,
    pendingPerAddress: count('--max-pending', o.maxPending) ?? d.pendingPerAddress,
    flows: count('--max-clients', o.maxClients) ?? d.flows,
    rate: count('--max-rate', o.maxRate) ?? d.rate,
    bitrate: whole('--max-bitrate', o.maxBitrate, 1, most, allowed.bits, parseBits) ?? d.bitrate,
    pacesFloods: o.maxRate !== undefined || o.maxBitrate !== undefined,
    buffer: bytes('--max-buffer', o.maxBuffer) ?? d.buffer,
    sessionMemory: bytes('--max-session-memory', o.maxSessionMemory) ?? d.sessionMemory,
    bytes: bytes('--max-bytes', o.maxBytes) ?? d.bytes,
    size: bytes('--max-size', o.maxSize) ?? d.size,
    duration: time('--max-duration', o.maxDuration) ?? d.duration,
    idle: time('--idle-timeout', o.idleTimeout) ?? d.idle,
    handshake: time('--handshake-timeout', o.handshakeTimeout) ?? d.handshake,
    roundTrip: d.roundTrip,
    silence: d.silence,
    reserve: d.reserve,
    memory: bytes('--max-memory', o.maxMemory) ?? d.memory,
  };
}
