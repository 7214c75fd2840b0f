import type { resultErrors as english } from '../../en/errors/result-errors.ts';
import { numbersIn } from '../../numbers.ts';

const { number } = numbersIn('pt-BR');

const others: Readonly<Record<string, string>> = {
  empty: 'está vazio',
  csv: 'traz intervalos em CSV',
  junit: 'traz verificações em XML do JUnit',
  openMetrics: 'traz texto OpenMetrics',
  markdown: 'traz um resumo em Markdown',
  hgrm: 'traz percentis para o plotter do HdrHistogram',
  capture: 'é uma captura de pacotes (pcapng)',
  fates: 'traz o que aconteceu com pacotes',
  events:
    'traz eventos, e nenhum resultado entre eles: a medição que o escreveu não chegou ao fim, ou são de um servidor',
  comparison: 'traz uma comparação de resultados',
  document: 'traz outro documento do sockbench',
  xz: 'está comprimido (xz)',
  zstd: 'está comprimido (zstd)',
  bzip2: 'está comprimido (bzip2)',
  zip: 'é um arquivo compactado (zip)',
};
const COMPRESSED = new Set(['xz', 'zstd', 'bzip2', 'zip']);

export const resultErrors: typeof english = {
  'not-readable': (d) => ({
    message: `${d['file']} não pode ser lido (${d['reason']}).`,
    remedy: 'Confira o nome e as permissões.',
  }),
  'result-foreign': (d) => ({
    message: `${d['file']} não é um resultado do sockbench.`,
    remedy: 'Resultados são o que --output e --json escrevem.',
  }),
  'result-truncated': (d) => ({
    message: `${d['file']} é um resultado do sockbench, mas está incompleto ou danificado.`,
    remedy: 'Copie o arquivo de novo, ou repita a medição.',
  }),
  'result-damaged': (d) => ({
    message: `${d['file']} é um resultado danificado: ${d['field']} está errado.`,
    remedy: 'Copie o arquivo de novo, ou repita a medição.',
  }),
  'result-newer': (d) => ({
    message: `${d['file']} foi escrito por um sockbench mais novo (versão ${d['version']} do esquema).`,
    remedy: 'Atualize o sockbench nesta máquina.',
  }),
  'result-too-large': (d) => ({
    message: `${d['file']} passa de ${number(d['limit'])} MiB: nenhum resultado do sockbench chega a tanto.`,
    remedy: null,
  }),
  'result-other': (d) => ({
    message: `${d['file']} ${others[String(d['what'])] ?? others['document']}, não um resultado${d['schema'] === undefined ? '' : ` (${d['schema']})`}.`,
    remedy: COMPRESSED.has(String(d['what']))
      ? 'Descompacte-o antes; gzip é lido como está.'
      : 'Resultados são o que --output e --json escrevem; a página de --html e as linhas de --json-stream também trazem um.',
  }),
};
