/** `host`, `host:port`, `[v6]:port`, optionally with `sockbench://` or `echo://`. */
import { isIPv6 } from 'node:net';
import { SockbenchError } from '../../errors.ts';
import type { Target } from '../../result/spec.ts';

export const DEFAULT_PORT = 5000;
/** RFC 862. */
const ECHO_PORT = 7;

/** @throws SockbenchError `bad-target` */
export function parseTarget(text: string): Target {
  const match = /^(?:([a-z]+):\/\/)?(.*?)\/?$/.exec(text);
  const scheme = match?.[1] ?? 'sockbench';
  const rest = match?.[2] ?? '';
  if ((scheme !== 'sockbench' && scheme !== 'echo') || rest === '') throw bad(text);
  const fallback = scheme === 'echo' ? ECHO_PORT : DEFAULT_PORT;
  if (isIPv6(rest)) return { scheme, host: rest, port: fallback };
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(rest);
  if (bracketed !== null) {
    if (!isIPv6(bracketed[1]!)) throw bad(text);
    return { scheme, host: bracketed[1]!, port: portOf(bracketed[2], fallback, text) };
  }
  const plain = /^([A-Za-z0-9._-]{1,253})(?::(\d{1,5}))?$/.exec(rest);
  if (plain === null) throw bad(text);
  return { scheme, host: plain[1]!, port: portOf(plain[2], fallback, text) };
}

function portOf(text: string | undefined, fallback: number, whole: string): number {
  if (text === undefined) return fallback;
  const port = Number(text);
  if (port < 1 || port > 65535) throw bad(whole);
  return port;
}

/** A person's typing comes back at them: without anything that a terminal could act on. */
const bad = (text: string): SockbenchError =>
  new SockbenchError('bad-target', 'parse', { value: JSON.stringify(text.slice(0, 100)) });
