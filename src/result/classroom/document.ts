/** The result of a class, from who was there. Pure. */
import { CLASS_SCHEMA, type ClassDocument, MOST_GUESTS } from '../document/classroom.ts';
import { type Guest, guestFigures, guestsOf, type ServedSession, uncrowded } from './guests.ts';

/** What every document says of itself, and what the server knows beside its guests. */
export type ClassFrame = Omit<ClassDocument, 'schema' | 'guests' | 'ending'>;

export function classOf(sessions: readonly ServedSession[], frame: ClassFrame): ClassDocument {
  const { tool, startedAt, command, host, port, link, refused } = frame;
  return {
    schema: CLASS_SCHEMA,
    tool,
    startedAt,
    command,
    host,
    ending: { status: 'completed' },
    port,
    link,
    guests: uncrowded(guestsOf(sessions), MOST_GUESTS, ({ address }) => address).map(guestRow),
    refused,
  };
}

const guestRow = ({ name, address, since, of }: Guest): ClassDocument['guests'][number] => ({
  name,
  address,
  since: new Date(since).toISOString(),
  transports: [of.tcp, of.udp]
    .filter((session) => session !== undefined)
    .map((session) => {
      const { transport, mode, clients, size } = session.info;
      return { transport, mode, clients, size, ...guestFigures(session), end: session.ended };
    }),
});
