/**
 * Mutual proof with a pre-shared key, without sending it: HMAC-SHA-256 (RFC 2104) over the role, the protocol version and
 * the nonces of both sides. The role stands first, so that no side's proof can be turned back at it; both nonces, so
 * that no old proof is worth anything. Proofs travel as 64 hexadecimal digits.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { PROTOCOL_VERSION, type Token, tokenToHex } from './header.ts';

/** Of this control connection: 32 hexadecimal digits each. */
export interface Nonces {
  readonly client: string;
  readonly server: string;
}
export type Role = 'client' | 'server';

/** Thirty-two hexadecimal digits that nobody can guess. */
export const freshNonce = (): string => randomBytes(16).toString('hex');

export function proofOf(key: Uint8Array, role: Role, nonces: Nonces): string {
  return digest(key, `proof of the ${role}`, nonces).toString('hex');
}

/** Constant time in the proof's content. */
export function proofHolds(key: Uint8Array, role: Role, nonces: Nonces, proof: string): boolean {
  const right = digest(key, `proof of the ${role}`, nonces);
  const given = Buffer.from(proof, 'hex');
  return given.length === right.length && timingSafeEqual(given, right);
}

/** The key of one session's datagram MACs (see mac.ts): 32 bytes, bound to both nonces and the token. */
export function sessionKeyOf(key: Uint8Array, nonces: Nonces, token: Token): Uint8Array {
  return digest(key, `session ${tokenToHex(token)}`, nonces);
}

function digest(key: Uint8Array, purpose: string, { client, server }: Nonces): Buffer {
  const text = `sockbench/${PROTOCOL_VERSION} ${purpose} ${client} ${server}`;
  return createHmac('sha256', key).update(text).digest();
}
