/**
 * What stands around each message on a bus: who says it, to whom, the how-manieth it is, and a proof of all that.
 *
 * Two lines: a header, and the body. With a key the header carries an HMAC-SHA-256 (RFC 2104) over the subject, the fleet,
 * the header's other fields and the body, so that nobody without the key can start a load or falsify a result. `to` is a
 * number that the receiver has drawn for this occasion, so that nothing said before is worth anything again.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { parseJson } from '../../json-bounds.ts';
import { BUS_VERSION, ID } from './names.ts';

/** Bytes of a message, at most: half of what a broker takes. */
export const MOST_BYTES = 512 * 1024;
const MOST_HEADER = 512;

const HeaderSchema = v.object({
  v: v.literal(BUS_VERSION),
  from: v.pipe(v.string(), v.regex(ID)),
  to: v.nullable(v.pipe(v.string(), v.regex(ID))),
  n: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER)),
  mac: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
});
export type Header = Omit<v.InferOutput<typeof HeaderSchema>, 'v' | 'mac'>;

export interface Opened extends Header {
  readonly body: unknown;
}

/** Why a message is not listened to. `keyed`: it is signed, and there is no key here. */
export type Unheard = 'foreign' | 'unsigned' | 'forged' | 'keyed';
/** @param from who says it is; not to be believed */
export interface NotHeard {
  readonly unheard: Unheard;
  readonly from: string | null;
}
const FOREIGN: NotHeard = { unheard: 'foreign', from: null };

const BODY = { depth: 12, values: 100_000 };

export class Seal {
  readonly #key: Uint8Array | null;
  readonly #fleet: string;

  /** @param key the pre-shared key; null: nothing is signed */
  constructor(fleet: string, key: Uint8Array | null) {
    this.#fleet = fleet;
    this.#key = key === null ? null : createHmac('sha256', key).update('sockbench fleet').digest();
  }

  /** @throws RangeError where it is larger than a message may be */
  close(subject: string, { from, to, n }: Header, body: object): Uint8Array {
    const text = JSON.stringify(body);
    const header = { v: BUS_VERSION, from, to, n };
    const mac = this.#key === null ? {} : { mac: this.#mac(subject, header, text).toString('hex') };
    const bytes = Buffer.from(`${JSON.stringify({ ...header, ...mac })}\n${text}`);
    if (bytes.length > MOST_BYTES) throw new RangeError(`a message of ${bytes.length} bytes`);
    return bytes;
  }

  open(subject: string, bytes: Uint8Array): Opened | NotHeard {
    if (bytes.length > MOST_BYTES) return FOREIGN;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    const end = text.indexOf('\n');
    const header = end < 0 || end > MOST_HEADER ? undefined : headerOf(text.slice(0, end));
    if (header === undefined) return FOREIGN;
    const unheard = this.#doubt(subject, header, text.slice(end + 1));
    if (unheard !== undefined) return { unheard, from: header.from };
    const body = json(text.slice(end + 1));
    return body === undefined ? FOREIGN : { from: header.from, to: header.to, n: header.n, body };
  }

  #doubt(
    subject: string,
    { mac, ...header }: v.InferOutput<typeof HeaderSchema>,
    text: string,
  ): Unheard | undefined {
    if (this.#key === null) return mac === undefined ? undefined : 'keyed';
    if (mac === undefined) return 'unsigned';
    const right = this.#mac(subject, header, text);
    return timingSafeEqual(right, Buffer.from(mac, 'hex')) ? undefined : 'forged';
  }

  #mac(subject: string, { v: version, from, to, n }: Header & { readonly v: number }, text: string): Buffer {
    const said = JSON.stringify([subject, this.#fleet, version, from, to, n]);
    return createHmac('sha256', this.#key!).update(`${said}\n${text}`).digest();
  }
}

function headerOf(text: string): v.InferOutput<typeof HeaderSchema> | undefined {
  const parsed = v.safeParse(HeaderSchema, json(text, { depth: 1, values: 16 }));
  return parsed.success ? parsed.output : undefined;
}

function json(text: string, bounds = BODY): unknown {
  try {
    return parseJson(text, bounds);
  } catch {
    return undefined;
  }
}

/** Of each sender what is newer than all before: what was doubled, overtaken or said again is left out. */
export class Newest {
  readonly #last = new Map<string, number>();
  readonly #most: number;

  /** @param most senders that are remembered; the one heard of longest ago is forgotten first */
  constructor(most: number) {
    this.#most = most;
  }

  /** @param of who says it, and what kind of thing */
  accepts(of: string, n: number): boolean {
    if (n <= (this.#last.get(of) ?? 0)) return false;
    this.#last.delete(of);
    this.#last.set(of, n);
    if (this.#last.size > this.#most) this.#last.delete(this.#last.keys().next().value!);
    return true;
  }
}
