/** The colours that a page shares with the screen, as variables of its style: `--good` and the rest. */
import { COLOURS, type Colour } from '../../looks.ts';

export function toneStyle(): string {
  const light = variables(({ light }) => light);
  const dark = variables(({ dark }) => dark);
  return [
    `:root{${light}}`,
    `@media (prefers-color-scheme: dark){:root:not([data-theme="light"]){${dark}}}`,
    `:root[data-theme="dark"]{${dark}}`,
    // Paper is white, whatever the screen was.
    `@media print{:root:root{${light}}}`,
  ].join('\n');
}

const variables = (pick: (colour: Colour) => string): string =>
  Object.entries(COLOURS)
    .map(([tone, colour]) => `--${tone}:${pick(colour)};`)
    .join('');
