/** Values that are several: `5%,8` (parts) and `up=5%,down=0` (one for each direction). No spaces anywhere. Pure. */
import type { Direction } from '../../units.ts';

/** Reads one item; undefined where the text is none. */
type Read<T> = (text: string) => T | undefined;

/**
 * All ways in which a text is one item for each reader, with commas between them. A comma may stand inside an item, too
 * (`2,5%,8`): where there is more than one way, nobody can know what was meant.
 */
export function readings<T>(text: string, readers: readonly Read<T>[]): T[][] {
  return waysOf(text.split(','), readers);
}

function waysOf<T>(pieces: readonly string[], [read, ...others]: readonly Read<T>[]): T[][] {
  if (read === undefined) return pieces.length === 0 ? [[]] : [];
  return [1, 2].flatMap((taken) => {
    const item = pieces.length < taken ? undefined : read(pieces.slice(0, taken).join(','));
    return item === undefined ? [] : waysOf(pieces.slice(taken), others).map((rest) => [item, ...rest]);
  });
}

/** `5%` is for both directions; `up=5%,down=0` or `up=5%` for each by itself. `undefined` where one is named twice. */
export function byDirection(text: string): [Direction, string][] | undefined {
  const parts = text.split(/,(?=(?:up|down)=)/).map((part) => /^(?:(up|down)=)?(.*)$/s.exec(part)!);
  const named = parts.map(([, direction]) => direction as Direction | undefined);
  if (new Set(named).size < named.length) return undefined;
  return parts.flatMap(([, direction, value = '']): [Direction, string][] =>
    direction === undefined
      ? [
          ['up', value],
          ['down', value],
        ]
      : [[direction as Direction, value]],
  );
}
