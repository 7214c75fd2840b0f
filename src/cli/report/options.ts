/** The options of `report`, as typed. */
import type { SaveOptions } from '../save.ts';

export interface ReportOptions extends SaveOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly color?: boolean;
  readonly width?: string;
  readonly assert?: string[];
}
