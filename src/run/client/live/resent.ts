/** TCP segments that were sent again, while a run goes on. Pure. */
import type { ServerSnapshot } from '../../../wire/control.ts';

/** Of both ends; null where either does not tell (yet). @param own of this end */
export function bothEnds(own: number | null, server: ServerSnapshot | undefined): number | null {
  // Neither end's connection crosses a link that stands before the server.
  if (server?.resentOnLink !== undefined) return server.resentOnLink;
  return own === null || server?.resentHere === undefined ? null : own + server.resentHere;
}

export const sumIfKnown = (values: readonly (number | null)[]): number | null =>
  values.length === 0
    ? null
    : values.reduce((all, value) => (all === null || value === null ? null : all + value), 0);
