/** The library: runs, servers, labs and reports for programs, and the types of every document. See docs/library.md. */
export { SockbenchError } from './errors.ts';
export { type ConductOptions, conduct, type ExperimentHandle } from './experiment/conduct.ts';
export type { Experiment, ExperimentEvent, Runner, Step, StepRun } from './experiment/contract.ts';
export { type RepeatPlan, repeat, repeatDocument } from './experiment/repeat/repeat.ts';
export { type LabOutcome, type LabRequest, lab } from './library/lab.ts';
export { type ReportFormat, type ReportOptions, report } from './library/report.ts';
export { type RunCallOptions, type RunHandle, run } from './library/run.ts';
export { type ServeRequest, type ServerHandle, serve } from './library/serve.ts';
export type { RunRequest } from './library/spec.ts';
export { judge } from './result/asserts/thresholds.ts';
export { parseResult } from './result/document/codec.ts';
export { type CaseResult, type Judgement, JudgementSchema } from './result/document/judgement.ts';
export { type LessonDocument, LessonSchema, type ProtocolResult } from './result/document/lesson.ts';
export { type LoadDocument, LoadSchema, type Phase as LoadPhase } from './result/document/load.ts';
export { type RepeatDocument, RepeatDocumentSchema } from './result/document/repeat.ts';
export {
  type RunResult,
  RunResultSchema,
  SCHEMA_NAME,
  type TransportResult,
} from './result/document/schema.ts';
export type { RunEvent, Snapshot } from './result/events/events.ts';
export type { ServerEvent } from './result/events/server-events.ts';
export { type Impairment, type LinkReport, NO_IMPAIRMENT } from './result/impairment.ts';
export { metricFor } from './result/metrics.ts';
export type { RunSpec, Target } from './result/spec.ts';
