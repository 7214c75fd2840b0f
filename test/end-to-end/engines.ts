/** Whether the linux engine can be used here. */
import { linuxSupport } from '../../src/net/choose.ts';

const unsupported = await linuxSupport();

/** Why not; undefined where it can. */
export const noFfi: string | undefined =
  unsupported === undefined ? undefined : `${unsupported.obstacle} ${unsupported.detail}`;
if (noFfi !== undefined) console.warn(`skipped: the linux engine, because ${noFfi}`);
