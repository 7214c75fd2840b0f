/** How large a terminal is: some do not know (0 × 0, as in a container or a fresh pty), and some say what nobody can see. */

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const USUAL: Size = { columns: 80, rows: 24 };
const MOST: Size = { columns: 1000, rows: 500 };

export const sizeOf = (stream: { readonly columns?: number; readonly rows?: number }): Size => ({
  columns: bounded(stream.columns, USUAL.columns, MOST.columns),
  rows: bounded(stream.rows, USUAL.rows, MOST.rows),
});

const bounded = (said: number | undefined, usual: number, most: number): number =>
  said === undefined || !(said > 0) ? usual : Math.min(Math.trunc(said), most);
