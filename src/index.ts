/** The types of the result document and its validation, for programs that read results. */
export { type RunResult, RunResultSchema, SCHEMA_NAME, type TransportResult } from './result/schema.ts';
