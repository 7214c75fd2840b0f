/** The result of a class: kept while the server stands, printed and saved when it has ended. */
import { classText } from '../../present/classroom/text.ts';
import { safeJson } from '../../present/export/json.ts';
import { EMPTY_SERVE, reduceServe } from '../../present/live/serve/model.ts';
import { classOf } from '../../result/classroom/document.ts';
import type { ClassDocument } from '../../result/document/classroom.ts';
import type { ServerEvent } from '../../result/events/server-events.ts';
import { describeHost } from '../../run/client/host.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { pageFor } from '../printing.ts';
import { classFiles } from '../report/document-files.ts';
import { saveAll, stdoutIsFile, writesFiles } from '../save.ts';
import type { ServeOptions } from './options.ts';

export class ClassRecord {
  readonly #startedAt = new Date().toISOString();
  readonly #link: string | null;
  #model = EMPTY_SERVE;
  /** The server is being ended: whoever goes now goes because of that. */
  ending = false;

  constructor(link: string | null) {
    this.#link = link;
  }

  take(event: ServerEvent): void {
    const sentAway = this.ending && event.event === 'session-ended' && event.reason !== 'done';
    this.#model = reduceServe(this.#model, sentAway ? { ...event, reason: 'stopped' } : event);
  }

  document({ version, argv }: CliContext): ClassDocument {
    const { sessions, port, refused } = this.#model;
    return classOf(sessions, {
      tool: { name: 'sockbench', version },
      startedAt: this.#startedAt,
      command: ['sockbench', ...argv],
      host: describeHost(),
      port,
      link: this.#link,
      refused,
    });
  }
}

/** Nothing is said of a class that never came, unless somebody wants it in writing. */
export async function leave(record: ClassRecord, options: ServeOptions, context: CliContext): Promise<void> {
  const document = record.document(context);
  if (document.guests.length === 0 && !writesFiles(options) && !stdoutIsFile(options)) return;
  if (options.jsonStream === true) context.stdout.write(`${safeJson({ event: 'class', ...document })}\n`);
  else {
    const page = pageFor(stdoutIsFile(options), options.color, context);
    page.print(classText(document, context.words, page));
  }
  const written = await saveAll(await classFiles(document, options, context), options, context);
  if (!written) throw new Exit(EXIT.failed);
}
