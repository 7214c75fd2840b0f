/**
 * How documents of older schema versions become those of the next: one function for each version that was published.
 * A function gets unvalidated data and may throw nothing; what it leaves wrong, the validation names.
 * A frozen document of every published version stands in test/fixtures and must keep opening.
 */
export type Migration = (document: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** Names that changed while the version stayed: `tcp.*.rtt.smoothed` was called `mean`, which it is none. */
export function renamed(document: Record<string, unknown>): Record<string, unknown> {
  const transports = document['transports'];
  if (!Array.isArray(transports)) return document;
  return { ...document, transports: transports.map((one) => inside(one, 'tcp', (tcp) => sides(tcp))) };
}

const sides = (tcp: Fields): Fields => {
  const side = (name: string): unknown => inside(tcp[name], 'rtt', smoothed);
  return { ...tcp, up: side('up'), down: side('down') };
};

function smoothed(rtt: Fields): Fields {
  if (!('mean' in rtt)) return rtt;
  const { mean, ...rest } = rtt;
  return { smoothed: mean, ...rest };
}

type Fields = Record<string, unknown>;

/** `value` with a field of it changed, where both are objects. */
function inside(value: unknown, name: string, change: (field: Fields) => Fields): unknown {
  if (!isFields(value)) return value;
  const field = value[name];
  return isFields(field) ? { ...value, [name]: change(field) } : value;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keyed by the version that a function starts from. Version 1 is the first that was published. */
export const MIGRATIONS: ReadonlyMap<number, Migration> = new Map();
