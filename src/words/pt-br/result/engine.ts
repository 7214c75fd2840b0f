import type { engine as english } from '../../en/result/engine.ts';
import type { Details } from '../../sentence.ts';

export const engine: typeof english = {
  requested: () => 'como pedido',
  capable: () => 'esta máquina pode executá-lo',
  'connect-mode': () => 'as conexões são abertas uma a uma',
  'not-linux': (d: Details) => `o motor linux não funciona em ${d['detail']}`,
  architecture: (d: Details) => `o motor linux não conhece a arquitetura ${d['detail']}`,
  'koffi-absent': () => 'o pacote opcional koffi não está instalado',
  'koffi-platform': (d: Details) => `koffi não tem binário para esta plataforma (${d['detail']})`,
  libc: (d: Details) => `a biblioteca C não é a glibc (${d['detail']})`,
  layout: (d: Details) => `as estruturas deste sistema têm outro formato (${d['detail']})`,
  'self-test': (d: Details) => `o autoteste falhou (${d['detail']})`,
};
