import { expect, it } from 'vitest';
import { ownDrops, silentDrops } from '../../../src/run/client/assemble/figures/silent-drops.ts';
import type { AssemblyInput } from '../../../src/run/client/assemble/inputs.ts';

type Refused = readonly [string, number][];
const left = (
  drops: { client: number | null; server?: number | null },
  client: Refused,
  server: Refused = [],
): unknown[] => {
  const input = {
    queueDrops: drops.client,
    ledger: { queueDrops: drops.server, refused: Object.fromEntries(server) },
    finished: [{ measured: { refused: new Map(client) }, stream: null }],
  } as unknown as AssemblyInput;
  const told = silentDrops(input);
  return [told.queueDrops, told.ledger!.queueDrops];
};

it('a packet that was refused, and counted as dropped besides, is one packet', () => {
  expect(left({ client: 625, server: 400 }, [['ENOBUFS', 600]], [['EPERM', 400]])).toEqual([25, 0]);
  expect(
    left({ client: 5, server: 7 }, [
      ['ENOBUFS', 3],
      ['EPERM', 9],
    ]),
  ).toEqual([0, 7]);
});

it('what never came so far as to be counted by IP takes nothing away; what is not told stays unknown', () => {
  expect(
    left(
      { client: 5, server: null },
      [
        ['ENETUNREACH', 5],
        ['EAGAIN', 5],
      ],
      [['EPERM', 1]],
    ),
  ).toEqual([5, null]);
  expect(left({ client: null }, [['EPERM', 1]])).toEqual([null, undefined]);
});

it('queues that tell of themselves count nothing that was refused, and the warm-up apart', () => {
  const told = (up: number, inAll: number) =>
    silentDrops({
      queueDrops: up,
      queues: { inAll },
      ledger: {
        queueDrops: 40,
        queues: { inAll: 75 },
        refused: { EPERM: 9 },
        warmup: { received: 60, sent: 60, duplicates: 0 },
      },
      finished: [
        {
          measured: { refused: new Map([['EPERM', 300]]) },
          stream: null,
          warmup: { sent: 100, received: 28, late: 2 },
        },
      ],
    } as unknown as AssemblyInput);
  // 40 did not arrive in the warm-up; 30 answers did not come back.
  expect(told(829, 881)).toMatchObject({ queueDrops: 841, ledger: { queueDrops: 45 } });
  // What the network took in the warm-up hides nothing of what was read after it.
  expect(told(829, 840)).toMatchObject({ queueDrops: 829 });
});

it('of both kinds of a run, and where no ledger came', () => {
  const stream = { measured: null, stream: { refused: new Map([['EPERM', 2]]) } };
  const input = { queueDrops: 3, ledger: null, finished: [stream, stream] } as unknown as AssemblyInput;
  expect(silentDrops(input)).toMatchObject({ queueDrops: 0, ledger: null });
});

const tcp = (
  client: number | null,
  server: number | null,
): Pick<AssemblyInput, 'plan' | 'finished' | 'ledger' | 'queueDrops'> =>
  ({
    plan: { transport: 'tcp' },
    finished: [{ report: { tcp: client === null ? null : [{ retransmits: client }] } }],
    ledger: { queueDrops: 400, tcp: server === null ? null : { retransmits: server } },
    queueDrops: 300,
  }) as unknown as AssemblyInput;
const udp = { ...tcp(null, null), plan: { transport: 'udp' } } as AssemblyInput;
type Loss = Parameters<typeof ownDrops>[1];
const lossOf = (up: number | null, down: number | null): Loss =>
  ({ up: { lost: up }, down: down === null ? null : { lost: down } }) as unknown as Loss;

it('no more than a transport lost that way can have been its own: another ran beside it', () => {
  expect(ownDrops(udp, lossOf(7, 0))).toEqual({ client: 7, server: 0 });
  expect(ownDrops(udp, lossOf(900, 900))).toEqual({ client: 300, server: 400 });
  expect(ownDrops(tcp(0, 12), lossOf(0, 0))).toEqual({ client: 0, server: 12 });
});

it('where that is not known, the machine is believed', () => {
  expect(ownDrops(udp, lossOf(null, null))).toEqual({ client: 300, server: 400 });
  expect(ownDrops(tcp(null, null), lossOf(0, 0))).toEqual({ client: 300, server: 400 });
  expect(ownDrops({ ...udp, queueDrops: null, ledger: null }, lossOf(1, 1))).toEqual({
    client: null,
    server: null,
  });
});
