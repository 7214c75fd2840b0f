/** The library: runs, servers, labs and reports for programs, and the types of every document. See docs/library.md. */
export { SockbenchError } from './errors.ts';
export { type LabOutcome, type LabRequest, lab } from './library/lab.ts';
export { type ReportFormat, type ReportOptions, report } from './library/report.ts';
export { type RunCallOptions, type RunHandle, run } from './library/run.ts';
export { type ServeRequest, type ServerHandle, serve } from './library/serve.ts';
export type { RunRequest } from './library/spec.ts';
export { parseResult } from './result/codec.ts';
export type { RunEvent, Snapshot } from './result/events.ts';
export { type Impairment, type LinkReport, NO_IMPAIRMENT } from './result/impairment.ts';
export { type RunResult, RunResultSchema, SCHEMA_NAME, type TransportResult } from './result/schema.ts';
export type { ServerEvent } from './result/server-events.ts';
export type { RunSpec, Target } from './result/spec.ts';
export { judge } from './result/thresholds.ts';
