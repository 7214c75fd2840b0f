/** The times of answers in columns, as they come; what is made of them is made in pieces (split.ts). */

/** Answers kept at most: the more, the better the least delays are known; some 15 MB. */
export const MOST_KEPT = 2 ** 18;
const FIRST = 1024;
const COLUMNS = 9;

export interface AnswerTimes {
  readonly count: number;
  /** ns that the generator was late, and that the probe then waited for room in a socket. */
  readonly late: Float64Array;
  readonly blocked: Float64Array;
  /** T2 − t1 and t4 − T3: delay up and down, each with the offset of the clocks in it. */
  readonly up: Float64Array;
  readonly down: Float64Array;
  /** Server's time of arrival T2, and T3 − T2. */
  readonly arrival: Float64Array;
  readonly residence: Float64Array;
  /** ns of `down` (and of the round trip) of which nobody can tell whether they were the network's. */
  readonly unknown: Float64Array;
  /** The probe's place in the order of sending. */
  readonly order: Float64Array;
  /** ns of `up` of which nobody can tell whether they were the network's. */
  readonly doubt: Float64Array;
}

export class AnswerColumns implements AnswerTimes {
  count = 0;
  late!: Float64Array;
  blocked!: Float64Array;
  up!: Float64Array;
  down!: Float64Array;
  arrival!: Float64Array;
  residence!: Float64Array;
  unknown!: Float64Array;
  order!: Float64Array;
  doubt!: Float64Array;
  #room = 0;

  constructor() {
    this.#grow(FIRST);
  }

  #grow(room: number): void {
    const { late: l, blocked: b, up: u, down: d, arrival: a, residence: r, unknown: n, order: o } = this;
    const old = [l, b, u, d, a, r, n, o, this.doubt];
    const all = new Float64Array(room * COLUMNS);
    const [late, blocked, up, down, arrival, residence, unknown, order, doubt] = old.map((column, i) => {
      const fresh = all.subarray(i * room, (i + 1) * room);
      if (column !== undefined) fresh.set(column);
      return fresh;
    });
    this.late = late!;
    this.blocked = blocked!;
    this.up = up!;
    this.down = down!;
    this.arrival = arrival!;
    this.residence = residence!;
    this.unknown = unknown!;
    this.order = order!;
    this.doubt = doubt!;
    this.#room = room;
  }

  get full(): boolean {
    return this.count === MOST_KEPT;
  }

  add(
    late: number,
    blocked: number,
    up: number,
    down: number,
    arrival: number,
    residence: number,
    unknown: number,
    order: number,
    doubt: number,
  ): void {
    if (this.count === this.#room) this.#grow(Math.min(MOST_KEPT, this.#room * 4));
    const i = this.count++;
    this.late[i] = late;
    this.blocked[i] = blocked;
    this.up[i] = up;
    this.down[i] = down;
    this.arrival[i] = arrival;
    this.residence[i] = residence;
    this.unknown[i] = unknown;
    this.order[i] = order;
    this.doubt[i] = doubt;
  }

  clear(): void {
    this.count = 0;
  }
}
