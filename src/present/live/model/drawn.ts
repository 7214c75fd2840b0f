/** What of a strip is drawn, and told in its words. Pure. */
import type { Lane } from './model.ts';
import { type Strip, withMissing } from './strip.ts';

/**
 * A strip as it is drawn: while a run goes on, what was overtaken is missing, except over TCP, which holds later ones back.
 * Of what is open at its end nobody knows.
 */
export const drawnStrip = ({
  transport,
  final,
  strip,
}: Pick<Lane, 'transport' | 'final' | 'strip'>): Strip =>
  transport === 'udp' && final === null ? withMissing(strip, strip.from) : strip;
