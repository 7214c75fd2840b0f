/** Colours of the summary: meaning is never in the colour alone, so without it nothing is lost. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  tcp(text: string): string;
  udp(text: string): string;
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
