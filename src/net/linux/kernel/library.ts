/**
 * koffi, where it is: an optional dependency with a binary for each platform. `import('koffi')` fails in two ways:
 * ERR_MODULE_NOT_FOUND where the package is absent, and an Error without a code where only the platform's part is.
 */
import type koffi from 'koffi';

export type Koffi = typeof koffi;

/** Why the engine `linux` cannot run; said in words/…/engine.ts. */
export type Obstacle =
  | 'not-linux'
  | 'architecture'
  | 'koffi-absent'
  | 'koffi-platform'
  | 'libc'
  | 'layout'
  | 'self-test';

export interface Unsupported {
  readonly obstacle: Obstacle;
  /** What exactly was found. */
  readonly detail: string;
}

/** The architectures whose structure layouts are known. */
const ARCHITECTURES: readonly string[] = ['x64', 'arm64'];

export async function loadKoffi(
  load: () => Promise<{ default: Koffi }> = () => import('koffi'),
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<Koffi | Unsupported> {
  if (platform !== 'linux') return { obstacle: 'not-linux', detail: platform };
  if (!ARCHITECTURES.includes(arch)) return { obstacle: 'architecture', detail: arch };
  try {
    return (await load()).default;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ERR_MODULE_NOT_FOUND'
      ? { obstacle: 'koffi-absent', detail: 'koffi' }
      : { obstacle: 'koffi-platform', detail: message.split('\n')[0] ?? '' };
  }
}
