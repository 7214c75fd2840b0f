import type { report as english } from '../en/report.ts';

export const report: typeof english = {
  description: 'mostra, desenha ou compara resultados salvos',
  files: 'resultados salvos; com `--` entre eles: antes e depois',
  examples: `Exemplos:
  sockbench report medicao.json
  sockbench report medicao.json --html pagina.html
  sockbench report segunda*.json -- terca*.json
  sockbench report medicao.json --assert 'p99<5ms'`,
  options: {
    json: 'o resultado (ou a comparação) em JSON na saída padrão',
    csv: 'intervalos em CSV na saída padrão',
    html: 'salvar uma página com gráficos',
    markdown: 'salvar um resumo em Markdown',
    junit: 'salvar as verificações em XML JUnit',
    hgrm: 'salvar o histograma para o gráfico do HdrHistogram',
    prometheus: 'salvar o resultado como texto OpenMetrics',
    width: 'colunas do texto (a largura do terminal)',
  },
  needsSeparator: 'escreva `--` entre os resultados de antes e os de depois',
  oneFile: 'um resultado, ou dois grupos com `--` entre eles',
  toStdout: 'Para que nada se perca, o resultado segue na saída padrão.',
  junit: { run: 'a medição chegou ao fim' },
};
