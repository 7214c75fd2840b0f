/** What a lost agent's generator would have told at its end, as far as its last second tells. Pure. */
import type { GeneratorReport } from '../../../run/client/threads/protocol.ts';
import type { SoFarTold } from '../../protocol/moment-schema.ts';

/** It neither stood still nor was it heard: the others tell of outages. */
export const reportFrom = (latest: SoFarTold | undefined, at: number): GeneratorReport => ({
  utilisation: null,
  timestampSource: 'user',
  measuredFrom: 0,
  endedAt: at,
  stalled: false,
  stalls: { count: 0, total: 0, longest: 0, longestAt: 0 },
  endedFlows: 0,
  silence: {
    gaps: {
      gaps: [],
      last: { from: 0, to: Number.MAX_SAFE_INTEGER, due: 0 },
      first: 0,
    },
    took: Number.POSITIVE_INFINITY,
    lastDue: at,
    stops: [],
    linkDown: [],
    linkUp: [],
    noWay: [],
    forbidden: [],
    unreachable: [],
  },
  tcp: [],
  resent: [],
  drops: [0],
  connects: null,
  repeatedSyns: null,
  opened: null,
  wrong: null,
  bytesSent: latest?.moment.stream?.bytesSent ?? 0,
  bytesReceived: latest?.moment.stream?.bytesReceived ?? 0,
});
