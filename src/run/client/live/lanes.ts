/** Who writes where in the report ring. Pure. */
import type { RunSpec } from '../../../result/spec.ts';
import type { Transport } from '../../../units.ts';

/** What of a spec says who there is. */
export type Shape = Readonly<Pick<RunSpec, 'threads'>> & { readonly transports: readonly Transport[] };

/** For rehearsals: nobody reads it. */
export const SPARE_LANE = 0;
/** Where the screen shows that it lives. */
export const SCREEN_LANE = 1;
const FIRST = 2;

/** What the server says of a transport. */
export const serverLaneOf = ({ transports }: Shape, transport: Transport): number =>
  FIRST + transports.indexOf(transport);

/** @param worker from 0 on, of the transport's generators */
export const laneOf = (shape: Shape, transport: Transport, worker: number): number =>
  FIRST + shape.transports.length + shape.transports.indexOf(transport) * shape.threads + worker;
