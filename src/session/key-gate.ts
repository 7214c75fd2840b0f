/**
 * Admission by key, the server's side, without a socket: challenge, then judge the proof. One for each control
 * connection of a server that has a key.
 */

import type * as v from 'valibot';
import type { ChallengeSchema } from '../wire/control.ts';
import type { Token } from '../wire/header.ts';
import { freshNonce, type Nonces, proofHolds, proofOf, sessionKeyOf } from '../wire/proof.ts';

export class KeyGate {
  readonly #key: Uint8Array;
  readonly #nonces: Nonces;
  #judged = false;
  /** The client has proved that it knows the key. */
  passed = false;

  /** @param clientNonce of its hello */
  constructor(key: Uint8Array, clientNonce: string, serverNonce: string = freshNonce()) {
    this.#key = key;
    this.#nonces = { client: clientNonce, server: serverNonce };
  }

  challenge(): v.InferOutput<typeof ChallengeSchema> {
    return {
      type: 'challenge',
      nonce: this.#nonces.server,
      proof: proofOf(this.#key, 'server', this.#nonces),
    };
  }

  /** One attempt. @returns whether the proof holds */
  judge(proof: string): boolean {
    if (this.#judged) return false;
    this.#judged = true;
    this.passed = proofHolds(this.#key, 'client', this.#nonces, proof);
    return this.passed;
  }

  /** Key of the session's datagram MACs; only after the proof. */
  sessionKey(token: Token): Uint8Array {
    if (!this.passed) throw new Error('no proof was given');
    return sessionKeyOf(this.#key, this.#nonces, token);
  }
}
