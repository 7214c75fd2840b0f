/** Colours of the summary: meaning is never in the colour alone, so without it nothing is lost. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly tcp: (text: string) => string;
  readonly udp: (text: string) => string;
}

const wrap =
  (on: boolean, start: number, end: number) =>
  (text: string): string =>
    on && text !== '' ? `\u001b[${start}m${text}\u001b[${end}m` : text;

export function paintFor(color: boolean): Paint {
  return {
    bold: wrap(color, 1, 22),
    dim: wrap(color, 2, 22),
    good: wrap(color, 32, 39),
    bad: wrap(color, 31, 39),
    warn: wrap(color, 33, 39),
    tcp: wrap(color, 36, 39),
    udp: wrap(color, 35, 39),
  };
}
