/**
 * How documents of older schema versions become those of the next: one function for each version that was published.
 * A function gets unvalidated data and may throw nothing; what it leaves wrong, the validation names.
 * A frozen document of every published version stands in test/fixtures and must keep opening.
 */
export type Migration = (document: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** Keyed by the version that a function starts from. Version 1 is the first that was published. */
export const MIGRATIONS: ReadonlyMap<number, Migration> = new Map();
