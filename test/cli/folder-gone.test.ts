import { expect, it } from 'vitest';
import { folderGone } from '../../src/cli/folder-gone.ts';

it('a folder that is gone is said, in the language of the reader, before anything else', async () => {
  const gone = (): string => {
    throw Object.assign(new Error('uv_cwd'), { code: 'ENOENT' });
  };
  expect(await folderGone(['udp'])).toBeUndefined();
  expect(await folderGone(['udp', '--lang', 'en'], gone)).toBe(
    'The folder that this was started in no longer exists. Change to another one (cd), and start it again.',
  );
  expect(await folderGone(['udp', '--lang', 'pt-BR'], gone)).toContain('não existe mais');
});
