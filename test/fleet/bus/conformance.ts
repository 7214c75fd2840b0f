/** What every bus does: whoever speaks over it relies on nothing more. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Bus } from '../../../src/fleet/bus/bus.ts';
import { MOST_BYTES } from '../../../src/fleet/protocol/envelope.ts';

export interface BusUnderTest {
  connect(): Promise<Bus>;
  /** Stops the broker, or starts it again. */
  setAway(away: boolean): Promise<void>;
  close(): Promise<void>;
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** Texts as they come, and a promise of the next ones. */
class Heard {
  readonly texts: string[] = [];
  #waiting: { count: number; resolve: () => void } | undefined;

  listen = (message: Uint8Array): void => {
    this.texts.push(Buffer.from(message).toString());
    if (this.#waiting !== undefined && this.texts.length >= this.#waiting.count) this.#waiting.resolve();
  };

  until(count: number): Promise<void> {
    if (this.texts.length >= count) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting = { count, resolve };
    });
  }
}

export function busConformance(name: string, open: () => Promise<BusUnderTest>): void {
  describe(`a bus: ${name}`, () => {
    let under: BusUnderTest;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under.close());

    const guest = async (): Promise<Bus> => {
      const bus = await under.connect();
      onTestFinished(() => bus.close());
      return bus;
    };
    /** What was subscribed to before is in effect: a message of one's own has come back. */
    const settled = async (bus: Bus): Promise<void> => {
      const heard = new Heard();
      bus.subscribe('t.settled', heard.listen);
      bus.publish('t.settled', bytes(''));
      await heard.until(1);
    };

    it('brings everything to everybody who listens, the sender too, in order', async () => {
      const [one, other] = [await guest(), await guest()];
      const [heard, own, second] = [new Heard(), new Heard(), new Heard()];
      other.subscribe('t.order', heard.listen);
      other.subscribe('t.order', second.listen);
      one.subscribe('t.order', own.listen);
      await Promise.all([settled(one), settled(other)]);
      const said = Array.from({ length: 50 }, (_, at) => `message ${at}`);
      for (const text of said) one.publish('t.order', bytes(text));
      await Promise.all([heard, own, second].map((all) => all.until(50)));
      expect([heard.texts, own.texts, second.texts]).toEqual([said, said, said]);
    });

    it('tells subjects apart to the letter', async () => {
      const bus = await guest();
      const heard = new Heard();
      bus.subscribe('t.exact', heard.listen);
      await settled(bus);
      for (const subject of ['t.exact.more', 't.exac', 'T.exact', 't.exact'])
        bus.publish(subject, bytes(subject));
      await heard.until(1);
      expect(heard.texts).toEqual(['t.exact']);
    });

    it('carries the largest message that is sent', async () => {
      const [one, other] = [await guest(), await guest()];
      const sizes: number[] = [];
      const came = new Promise<void>((resolve) => {
        other.subscribe('t.large', ({ length }) => {
          sizes.push(length);
          resolve();
        });
      });
      await settled(other);
      one.publish('t.large', new Uint8Array(MOST_BYTES));
      await came;
      expect(sizes).toEqual([MOST_BYTES]);
    });

    it('brings nothing to whoever has left', async () => {
      const [one, other] = [await guest(), await guest()];
      const [heard, still] = [new Heard(), new Heard()];
      other.subscribe('t.left', heard.listen);
      one.subscribe('t.left', still.listen);
      await Promise.all([settled(one), settled(other)]);
      await other.close();
      one.publish('t.left', bytes('x'));
      await still.until(1);
      expect(heard.texts).toEqual([]);
    });

    it('says that it is away and back, keeps nothing in between, and goes on', async () => {
      const bus = await guest();
      const heard = new Heard();
      const told = new Heard();
      bus.subscribe('t.away', heard.listen);
      bus.onAway((away) => told.listen(bytes(away ? 'away' : 'back')));
      await settled(bus);
      await under.setAway(true);
      await told.until(1);
      bus.publish('t.away', bytes('lost'));
      await under.setAway(false);
      await told.until(2);
      bus.publish('t.away', bytes('heard'));
      await heard.until(1);
      expect(told.texts).toEqual(['away', 'back']);
      expect(heard.texts).toEqual(['heard']);
    });
  });
}
