/** A part of a page with its heading; nothing where it has no content. */
import { escapeHtml } from './escape.ts';

/** @param content HTML */
export const section = (title: string, content: string): string =>
  content === '' ? '' : `<section><h2>${escapeHtml(title)}</h2>${content}</section>`;
