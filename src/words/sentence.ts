/** What a sentence is made from: kept beside its code, so that it can be said again in another language. */
export type Details = Readonly<Record<string, string | number>>;

/** What happened, and what to do about it. */
export interface Sentence {
  readonly message: string;
  readonly remedy: string | null;
}
