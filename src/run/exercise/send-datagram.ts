/** One datagram, and what comes back; where nobody listens at an address of a name, the next one gets it. */
import { ConnectedSocket } from '../../net/datagrams/connected.ts';
import { socketFailure } from '../../net/failure.ts';
import type { Address } from '../../net/port.ts';
import { ANSWER_BYTES, type SendEvent, type SendOptions, START } from './send-events.ts';

/** ms within which a machine says that nobody listens there (ICMP). */
const REFUSAL_MS = 100;

export async function sendDatagram(options: SendOptions, tell: (event: SendEvent) => void): Promise<void> {
  const { addresses, port } = options.target;
  let told = false;
  for (const [index, address] of addresses.entries()) {
    const last = index === addresses.length - 1;
    const sent = (): void => {
      if (!told) tell({ kind: 'sent', bytes: options.message.length });
      told = true;
    };
    const refused = await tryOne({ address, port }, options, last, { tell, sent });
    if (!refused) return;
  }
}

interface Told {
  readonly tell: (event: SendEvent) => void;
  readonly sent: () => void;
}

/** @returns whether nobody listens there; thrown where no other address is left */
function tryOne(to: Address, { message, wait }: SendOptions, last: boolean, told: Told): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let over = false;
    let bytes = 0;
    let timer: NodeJS.Timeout | undefined;
    const end = (): void => {
      over = true;
      clearTimeout(timer);
      socket.close();
      resolve(false);
    };
    const error = (met: Error): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      socket.close();
      const failure = socketFailure(met, 'send', to, {
        transport: 'udp',
        bytes: message.length,
        start: START,
      });
      if (last || failure.code !== 'datagram-refused') reject(failure);
      else resolve(true);
    };
    const answered = (answer: Buffer): void => {
      if (over) return;
      told.sent();
      told.tell({ kind: 'answer', bytes: answer });
      bytes += Math.max(1, answer.length);
      if (bytes >= ANSWER_BYTES) end();
    };
    const waited = (): void => {
      told.sent();
      if (wait > 0 && bytes === 0) told.tell({ kind: 'no-answer' });
      end();
    };
    const left = (met: Error | null): void => {
      if (met !== null) error(met);
      if (over) return;
      // Where there is another address, whether this one takes it is told first.
      if (last) told.sent();
      timer = setTimeout(waited, last ? wait : Math.max(wait, REFUSAL_MS));
    };
    const socket = new ConnectedSocket(to, { message: answered, error }, () => socket.send(message, left));
  });
}
