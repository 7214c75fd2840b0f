/** How the figures of the table are written. */
export const MS = 1e6;
export const near = (value, truth, share) => Math.abs(value / truth - 1) <= share;
export const ms = (ns) => (ns === null || ns === undefined ? '–' : `${(ns / MS).toFixed(1)} ms`);
export const mbit = (bits) =>
  bits === null || bits === undefined ? '–' : `${(bits / 1e6).toFixed(2)} Mbit/s`;
export const percent = (share) => `${(100 * share).toFixed(1)} %`;
