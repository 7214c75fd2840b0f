/** Lines a second over time, and at once. */
export interface LineRate {
  readonly perSecond: number;
  readonly burst: number;
}

/** What a room takes from its members. Beyond each bound stands a clear answer to the one who passes it. */
export interface RoomLimits {
  /** People at once. */
  readonly people: number;
  /** Connections that have not said a name yet. */
  readonly unnamed: number;
  /** ns that a connection has for a name. */
  readonly handshake: number;
  /** ns of silence after which a member is asked to leave. */
  readonly idle: number;
  /** Lines per second of one member, over time. */
  readonly linesPerSecond: number;
  /** Lines that one member may say at once. */
  readonly burst: number;
  /** Of all members from one address, from one network of many addresses, and from this machine. */
  readonly linesOfAddress: LineRate;
  readonly linesOfNetwork: LineRate;
  readonly linesHere: LineRate;
  /** ns between a contrast and the next. */
  readonly contrastRest: number;
  /** Lines over the limit after which a member is hung up on. */
  readonly refusals: number;
}

const SECOND = 1e9;

export const ROOM_LIMITS: RoomLimits = {
  people: 250,
  unnamed: 64,
  handshake: 30 * SECOND,
  idle: 2 * 3600 * SECOND,
  linesPerSecond: 5,
  burst: 10,
  linesOfAddress: { perSecond: 25, burst: 100 },
  linesOfNetwork: { perSecond: 100, burst: 400 },
  // Half of what a full room may say.
  linesHere: { perSecond: 625, burst: 1250 },
  contrastRest: 10 * SECOND,
  refusals: 100,
};

/** Characters of a name. */
export const NAME_LENGTH = 20;
/** Bytes of a line in UTF-8: with its header it fits one datagram everywhere (IPv6's least MTU is 1,280). */
export const LINE_BYTES = 1000;
/** Tries at a name before the connection ends. */
export const NAME_TRIES = 5;
/** Lines of one contrast. */
export const MOST_CONTRAST = 500;
