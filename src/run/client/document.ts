/** The document of a run, however it ended. */
import { SockbenchError } from '../../errors.ts';
import { judge } from '../../result/asserts/thresholds.ts';
import { type Ending, type RunResult, SCHEMA_NAME } from '../../result/document/schema.ts';
import { failureOf } from '../thread-failure.ts';
import { describeHost } from './host.ts';

export interface DocumentParts extends Pick<RunResult, 'startedAt' | 'spec' | 'effective' | 'transports'> {
  /** Of a fleet. */
  readonly agents?: RunResult['agents'];
  readonly version: string;
  readonly command: readonly string[];
  /** Somebody ended it. */
  readonly interrupted: boolean;
  readonly failure: SockbenchError | undefined;
}

export function documentOf(parts: DocumentParts): RunResult {
  const { version, command, startedAt, spec, effective, transports, agents, interrupted, failure } = parts;
  return {
    schema: SCHEMA_NAME,
    tool: { name: 'sockbench', version },
    startedAt,
    command: [...command],
    host: describeHost(),
    spec,
    effective,
    ending:
      failure === undefined
        ? { status: interrupted ? 'interrupted' : 'completed' }
        : endingOf(startable(failure, spec), transports.length > 0),
    transports,
    ...(agents === undefined ? {} : { agents }),
    asserts: judge(spec.asserts, { transports, agents }),
  };
}

/** Where a plain echo was looked for, a server that answers as one is to be started. */
function startable(failure: SockbenchError, { target }: RunResult['spec']): SockbenchError {
  const { code, operation, details } = failure;
  if (code !== 'connection-refused' || target?.scheme !== 'echo') return failure;
  return new SockbenchError(code, operation, { ...details, start: 'serve --echo' }, failure);
}

/** @param measured something was: a server that ends then has interrupted a run, and nothing failed */
export function endingOf(
  { code, operation, details, message, remedy }: SockbenchError,
  measured: boolean,
): Ending {
  const address = details['address'];
  return {
    status: measured && code === 'server-ended' ? 'interrupted' : 'failed',
    code,
    operation,
    ...(typeof address === 'string' ? { address } : {}),
    message,
    ...(remedy === null ? {} : { remedy }),
    details: { ...details },
  };
}

/** Anything that was thrown, as one of our errors: a mistake of ours where it is none. */
export function asError(error: unknown): SockbenchError {
  if (error instanceof SockbenchError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return failureOf('internal', 'run', { reason }, error);
}
