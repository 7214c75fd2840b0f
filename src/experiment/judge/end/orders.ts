/**
 * What the judge and the process at one end of the link say to each other: lines of JSON over a Unix socket. Plain types:
 * the end starts many times, and loads no more than it needs.
 */
/** What a command may use. Times in ms, sizes in bytes. */
export interface EndLimits {
  readonly memory: number;
  readonly processes: number;
  /** On standard output and standard error together. */
  readonly output: number;
  /** Of the scratch folder. */
  readonly disk: number;
}

export type ToEnd =
  | {
      readonly type: 'order';
      /** The command and its words; FILE, HOST and PORT are in place already. */
      readonly command: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
      readonly folder: string;
      /** Folders beside it that the command needs: as they are, and not to be written. */
      readonly visible: readonly string[];
      /** Folders of which nothing is to be seen. */
      readonly hidden: readonly string[];
      /** What FILE holds at the start, base64; null: it is for the command to make. */
      readonly file: string | null;
      /** Of the file that the command makes, so much is wanted. */
      readonly most: number;
      readonly limits: EndLimits;
    }
  | { readonly type: 'stop' };

/** What was too much, where the command was ended for it. */
export const EXCESSES = ['memory', 'processes', 'output'] as const;

export interface EndEnded {
  readonly type: 'ended';
  readonly code: number | null;
  readonly signal: string | null;
  /** `stop`: the judge asked for it. */
  readonly killed: (typeof EXCESSES)[number] | 'stop' | null;
  /** The first and the last of what it wrote, and how much it was. */
  readonly output: { readonly text: string; readonly bytes: number };
  readonly diskFull: boolean;
  /** Packets that it sent to its own machine instead of the other end. */
  readonly loopback: number;
  /** Base64; null where there is none. `fileBytes` is how long it really is. */
  readonly file: string | null;
  readonly fileBytes: number;
}

export type FromEnd =
  | { readonly type: 'started' }
  /** The command was not started, or the end could not be made ready. */
  | { readonly type: 'failed'; readonly what: 'command' | 'sandbox'; readonly reason: string }
  | EndEnded;

/** FILE in a command, at either end. */
export const SCRATCH = '/tmp/sockbench';
export const FILE = `${SCRATCH}/file.bin`;
