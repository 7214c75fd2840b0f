/** What a class measured against one server: the teacher's screen, and the result of the class. */
import { numbersIn } from '../../numbers.ts';

const { counted, number } = numbersIn('en');

export const classroom = {
  title: 'the class',
  guest: 'guest',
  address: 'address',
  p50: 'p50',
  p99: 'p99',
  lost: 'lost',
  resent: 're-sent',
  up: 'lost up',
  down: 'lost down',
  left: 'left',
  now: 'now',
  end: 'end',
  guests: (count: number) => counted(count, 'guest', 'guests'),
  present: (here: number, all: number) =>
    here === all
      ? counted(here, 'guest connected', 'guests connected')
      : `${number(here)} of ${counted(all, 'guest', 'guests')} connected`,
  range: (least: string, most: string) => (least === most ? least : `${least} to ${most}`),
  tcp: (parts: readonly string[]) => `TCP ${parts.join(', ')}`,
  udp: (parts: readonly string[]) => `UDP ${parts.join(', ')}`,
  lostAll: (range: string) => `lost ${range}`,
  lostUpInAll: (range: string) => `lost ${range} on the way up`,
  lostUp: (range: string) => `so far lost ${range} on the way up`,
  again: (range: string) => `sent ${range} segments again`,
  slowest: (range: string) => `p99 ${range}`,
  /** @param link as link/describe.ts says it */
  link: (link: string) => `Everyone crossed an emulated link, ${link}`,
  nobody: 'Nobody measured against this server.',
  sort: (by: string) => `sorted by ${by}`,
  orders: { coming: 'coming', name: 'name', p99: 'p99 of TCP', loss: 'loss of UDP' },
  quit: 'end the server, for everyone',
  typeThis: 'Type:',
  definitions:
    'p50, p99: of round trips, half and 99 in a hundred were faster. Lost up, lost down: datagrams that did not come to the server, answers that did not come back. Re-sent: TCP segments that either end sent again, because the network had dropped them or was late.',
};
