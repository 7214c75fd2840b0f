import { getSystemErrorName } from 'node:util';

/** `EAGAIN` for an errno, whatever its sign; a number nobody knows is shown as it is. */
export function errnoName(errno: number): string {
  try {
    return getSystemErrorName(-Math.abs(errno));
  } catch {
    return `E${Math.abs(errno)}`;
  }
}
