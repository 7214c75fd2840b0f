import type { owners as english } from '../../en/result/owners.ts';

export const owners: typeof english = {
  title: 'De quem foi o atraso',
  names: {
    generator: 'gerador',
    blocked: 'sem espaço',
    path: 'caminho',
    up: 'subida',
    down: 'descida',
    server: 'servidor',
    unknown: 'desconhecido',
  },
  network: 'rede',
  all: (transport) => `${transport}, todas as respostas`,
  slowest: (transport) => `${transport}, 1 % mais lento`,
  explained:
    'Caminho: o mínimo que a rede leva. Subida e descida: o que ela levou além disso. Gerador, sem espaço e servidor não são a rede.',
  inNetwork: 'na rede',
  held: {
    generator: 'no gerador',
    blocked: 'à espera de espaço em um socket',
    path: 'no próprio caminho',
    up: 'além disso, na subida',
    down: 'além disso, na descida',
    server: 'no servidor',
    unknown: 'ninguém sabe onde',
  },
  holding: (transport, parts) => `${transport}, 1 % mais lento das respostas: ${parts}.`,
  part: (share, where) => `${share} ${where}`,
  varies: (transport, up, down) =>
    `${transport}: a subida varia ${up}, a descida ${down} (p99, acima do mínimo de cada sentido).`,
  delay: (transport, up, down, basis) =>
    `${transport}, em cada sentido (p50): subida ${up}, descida ${down} (${basis}).`,
  between: (low, high) => `entre ${low} e ${high}`,
  basis: {
    none: 'os relógios não permitem saber mais',
    sameClock: 'os dois lados leem o mesmo relógio',
    synchronised: 'os dois relógios estão sincronizados',
  },
  bar: '1 % mais lento:',
};
