/**
 * What the link needs to know of an IP packet: IPv4 (RFC 791), IPv6 (RFC 8200), TCP (RFC 9293), UDP (RFC 768), and
 * our own probe header. One object is filled again and again: nothing is allocated for each packet.
 */
import { HEADER_BYTES } from '../../wire/batch.ts';
import { FLAG_WARMUP, readFlags, readFlow, readNumber, readType, TYPE_PROBE } from '../../wire/header.ts';

export const PROTOCOL_ICMP = 1;
export const PROTOCOL_TCP = 6;
export const PROTOCOL_UDP = 17;
export const PROTOCOL_ICMPV6 = 58;

/** The classes that are counted apart. */
export const CLASS_UDP = 0;
export const CLASS_TCP = 1;
export const CLASS_OTHER = 2;

export const TCP_FIN = 1;
export const TCP_SYN = 2;

/** IPv6 extension headers that may stand before the transport: hop-by-hop, routing, destination options. */
const EXTENSIONS: ReadonlySet<number> = new Set([0, 43, 60]);
const IPV6_FRAGMENT = 44;

export class Packet {
  version = 0;
  /** IP protocol number; -1 where the packet cannot be read. */
  protocol = -1;
  kind = CLASS_OTHER;
  /** Bytes of the IP packet. */
  bytes = 0;
  /** Explicit congestion notification (RFC 3168): 0 not capable, 1 and 2 capable, 3 congestion experienced. */
  ecn = 0;
  /** Identifies the flow of IP packets within one direction: protocol, version and ports. */
  key = 0;
  sourcePort = 0;
  destinationPort = 0;
  /** Not the first fragment: it has no transport header. */
  laterFragment = false;
  fragment = false;
  /** IP identification: fragments of one datagram share it. */
  identification = 0;
  /** Offset of the transport header. */
  transportAt = 0;
  payloadLength = 0;
  seq = 0;
  ack = 0;
  flags = 0;
  /** Starts with a probe's header (an `open` is none). */
  probe = false;
  /** Starts with our header, but is no probe: it opens a flow. */
  handshake = false;
  warmup = false;
  flow = 0;
  number = 0;
  tokenHigh = 0;
  tokenLow = 0;
  source = '';
  destination = '';

  /** Reads the packet of `bytes` bytes that starts at `at`. Never throws, whatever the bytes are. */
  read(view: DataView, at: number, bytes: number): void {
    this.bytes = bytes;
    this.ecn = 0;
    this.protocol = -1;
    this.kind = CLASS_OTHER;
    this.key = 0;
    this.sourcePort = 0;
    this.destinationPort = 0;
    this.laterFragment = false;
    this.fragment = false;
    this.payloadLength = 0;
    this.probe = false;
    this.handshake = false;
    this.warmup = false;
    this.version = bytes > 0 ? view.getUint8(at) >> 4 : 0;
    if (this.version === 4 && bytes >= 20) this.#read4(view, at, bytes);
    else if (this.version === 6 && bytes >= 40) this.#read6(view, at, bytes);
  }

  #read4(view: DataView, at: number, bytes: number): void {
    const head = (view.getUint8(at) & 15) * 4;
    if (head < 20 || head > bytes) return;
    this.ecn = view.getUint8(at + 1) & 3;
    const fragmentation = view.getUint16(at + 6);
    this.identification = view.getUint16(at + 4);
    this.laterFragment = (fragmentation & 0x1fff) !== 0;
    this.fragment = this.laterFragment || (fragmentation & 0x2000) !== 0;
    this.#transport(view, at + head, view.getUint8(at + 9), bytes - head);
  }

  #read6(view: DataView, at: number, bytes: number): void {
    let next = view.getUint8(at + 6);
    let head = 40;
    this.ecn = (view.getUint8(at + 1) >> 4) & 3;
    while (EXTENSIONS.has(next) && head + 8 <= bytes) {
      next = view.getUint8(at + head);
      head += (view.getUint8(at + head + 1) + 1) * 8;
    }
    if (next === IPV6_FRAGMENT && head + 8 <= bytes) {
      next = view.getUint8(at + head);
      this.identification = view.getUint32(at + head + 4);
      this.laterFragment = view.getUint16(at + head + 2) >> 3 !== 0;
      this.fragment = true;
      head += 8;
    }
    if (head <= bytes) this.#transport(view, at + head, next, bytes - head);
  }

  #transport(view: DataView, at: number, protocol: number, bytes: number): void {
    this.protocol = protocol;
    this.transportAt = at;
    this.kind = protocol === PROTOCOL_UDP ? CLASS_UDP : protocol === PROTOCOL_TCP ? CLASS_TCP : CLASS_OTHER;
    if (this.kind === CLASS_OTHER) return;
    if (!this.laterFragment && bytes >= 8) {
      this.sourcePort = view.getUint16(at);
      this.destinationPort = view.getUint16(at + 2);
      if (this.kind === CLASS_TCP) this.#tcp(view, at, bytes);
      else this.#payload(view, at + 8, bytes - 8);
    }
    this.key = (this.kind * 16 + this.version) * 2 ** 32 + this.sourcePort * 2 ** 16 + this.destinationPort;
  }

  #tcp(view: DataView, at: number, bytes: number): void {
    if (bytes < 20) return;
    this.seq = view.getUint32(at + 4);
    this.ack = view.getUint32(at + 8);
    this.flags = view.getUint8(at + 13);
    const head = (view.getUint8(at + 12) >> 4) * 4;
    if (head >= 20 && head <= bytes) this.#payload(view, at + head, bytes - head);
  }

  #payload(view: DataView, at: number, length: number): void {
    this.payloadLength = length;
    if (length < HEADER_BYTES) return;
    const type = readType(view, at);
    if (type === -1) return;
    this.tokenHigh = view.getUint32(at + 8);
    this.tokenLow = view.getUint32(at + 12);
    this.handshake = type !== TYPE_PROBE;
    if (type !== TYPE_PROBE) return;
    const flags = readFlags(view, at);
    this.probe = true;
    this.warmup = (flags & FLAG_WARMUP) !== 0;
    this.flow = readFlow(view, at);
    this.number = readNumber(view, at);
  }

  /** Packets of one flow wait in one queue: those in fragments by protocol, since the later ones have no ports. */
  get queueFlow(): number {
    return this.fragment ? (this.kind * 16 + this.version) * 2 ** 32 : this.key;
  }
}

/** The text forms of the two addresses, with ports where there are any. */
export function readAddresses(view: DataView, at: number, packet: Packet): [string, string] {
  if (packet.version !== 4 && packet.version !== 6) return ['', ''];
  const [first, second, length] = packet.version === 4 ? [12, 16, 4] : [8, 24, 16];
  const ported = packet.sourcePort !== 0 || packet.destinationPort !== 0;
  const text = (offset: number, port: number) => {
    const address = length === 4 ? text4(view, at + offset) : text6(view, at + offset);
    if (!ported) return address;
    return length === 4 ? `${address}:${port}` : `[${address}]:${port}`;
  };
  return [text(first, packet.sourcePort), text(second, packet.destinationPort)];
}

const text4 = (view: DataView, at: number): string =>
  [0, 1, 2, 3].map((index) => view.getUint8(at + index)).join('.');

/** RFC 5952: the longest run of zeros (of two groups or more) becomes `::`. */
function text6(view: DataView, at: number): string {
  const groups = [0, 2, 4, 6, 8, 10, 12, 14].map((offset) => view.getUint16(at + offset).toString(16));
  const runs = [...groups.join(':').matchAll(/\b0(?::0)+\b/g)].sort((a, b) => b[0].length - a[0].length);
  const longest = runs[0];
  if (longest === undefined) return groups.join(':');
  const text = groups.join(':');
  const before = text.slice(0, longest.index).replace(/:$/, '');
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}
