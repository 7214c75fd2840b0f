import type { Details } from '../../sentence.ts';

/** Why an engine was chosen, after "engine linux: " or "engine portable: ". */
export const engine = {
  requested: (): string => 'as asked for',
  capable: (): string => 'this machine can run it',
  'connect-mode': (): string => 'connections are opened one by one',
  'not-linux': (d: Details): string => `the linux engine does not run on ${d['detail']}`,
  architecture: (d: Details): string => `the linux engine does not know the architecture ${d['detail']}`,
  'koffi-absent': (): string => 'the optional package koffi is not installed',
  'koffi-platform': (d: Details): string => `koffi has no binary for this platform (${d['detail']})`,
  libc: (d: Details): string => `the C library is not glibc (${d['detail']})`,
  layout: (d: Details): string => `the structures of this system are laid out differently (${d['detail']})`,
  'self-test': (d: Details): string => `its self-test failed (${d['detail']})`,
};
