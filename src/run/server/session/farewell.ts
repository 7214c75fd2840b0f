/** What guests of a server are told when it ends, and how long they have to stop before their sockets close. */
import { server as says } from '../../../words/en/server.ts';
import type { Refused } from '../admission/limits.ts';

/** A client that knows the code ends its run as interrupted: nothing was lost by that. */
export const STOPPED: Refused = { code: 'stopped', message: says.stopped() };

/** ms: some round trips of a long path. */
export const FAREWELL_MS = 300;
