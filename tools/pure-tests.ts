/** Rooms of tests of what has no sockets, processes or state of its own. */
const ROOMS = ['measure', 'link', 'wire', 'session', 'result', 'present', 'words', 'simulation'];
const PURE = new RegExp(`/test/(?:(?:${ROOMS.join('|')})/.*|[^/]*)$`);

export const isPure = (file: string): boolean => PURE.test(file);
