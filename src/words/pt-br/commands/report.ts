import { typed } from '../../command.ts';
import type { report as english } from '../../en/commands/report.ts';
import { numbersIn } from '../../numbers.ts';

const { counted } = numbersIn('pt-BR');

export const report: typeof english = {
  description: 'mostra, desenha ou compara resultados salvos',
  files: 'resultados salvos (- é a entrada padrão); com `--` entre eles: antes e depois',
  examples: `Exemplos:
  ${typed('report medicao.json')}
  ${typed('report medicao.json --html pagina.html')}
  ${typed('udp --json')} | ${typed('report -')}
  ${typed('report segunda*.json -- terca*.json')}
  ${typed('report medicao.json --assert', 'p99<5ms')}
  ${typed('report segunda*.json -- terca*.json --assert', 'p99.change<10%', '--junit', 'mudanca.xml')}`,
  options: {
    json: 'o resultado (ou a comparação) em JSON na saída padrão',
    csv: 'intervalos em CSV na saída padrão',
    html: 'salvar uma página com gráficos',
    markdown: 'salvar um resumo em Markdown',
    markdownAppend: 'acrescentar um resumo em Markdown a um arquivo',
    junit: 'salvar as verificações em XML JUnit',
    hgrm: 'salvar o histograma para o gráfico do HdrHistogram',
    prometheus: 'salvar o resultado como texto OpenMetrics',
    width: 'colunas do texto (a largura do terminal)',
  },
  needsSeparator: 'escreva `--` entre os resultados de antes e os de depois',
  oneInput: 'a entrada padrão só pode ser lida uma vez',
  ofRuns: 'só uma medição tem isso',
  oneFile: 'um resultado, ou dois grupos com `--` entre eles',
  toStdout: 'Para que nada se perca, o resultado segue na saída padrão.',
  compare: {
    title: (before, after) =>
      `Antes: ${counted(before, 'medição', 'medições')}. Depois: ${counted(after, 'medição', 'medições')}.`,
    columns: {
      figure: 'Número',
      before: 'Antes',
      after: 'Depois',
      difference: 'Diferença',
      interval: 'intervalo de 95 %',
      verdict: 'Veredito',
    },
    metrics: {
      rate: 'taxa alcançada',
      goodput: 'vazão útil',
      p50: 'latência p50',
      p90: 'latência p90',
      p99: 'latência p99',
      max: 'latência máx.',
      jitter: 'jitter',
      loss: 'perda',
      'up.goodput': 'vazão útil na subida',
      'down.goodput': 'vazão útil na descida',
      'up.loss': 'perda na subida',
      'down.loss': 'perda na descida',
    },
    verdicts: {
      higher: 'maior',
      lower: 'menor',
      noChange: 'sem mudança demonstrada',
      unjudged: 'não se pode julgar',
    },
    better: 'melhor',
    worse: 'pior',
    changed: (what) => `Mudou: ${what}.`,
    nothing: 'Sem mudança demonstrada: as medições não diferem mais do que medições repetidas.',
    unjudged: (needed) =>
      `Não se pode julgar se algo mudou: para isso são precisas pelo menos ${counted(needed, 'medição', 'medições')} de cada lado, repetidas nas mesmas condições.`,
    method:
      'Diferença: das duas medianas. Intervalo: do deslocamento entre as medições, de Hodges e Lehmann. Veredito: teste de postos exato, 5 % sobre todos os números juntos.',
    notes: {
      differentSpec: 'As medições não pediram a mesma carga; a diferença não é só da rede.',
      differentHost: 'As medições foram feitas em máquinas ou sistemas diferentes.',
      differentEngine: 'As medições foram feitas com motores ou fontes diferentes dos instantes de chegada.',
      differentCongestion: 'O TCP usou controles de congestionamento diferentes.',
      differentTarget: 'As medições foram feitas contra servidores diferentes.',
      differentVersion: 'As medições foram feitas por versões diferentes do sockbench.',
      incomplete: 'Nem toda medição chegou ao fim.',
      saturated: 'Em alguma medição o gerador foi o gargalo.',
      sameRun: 'Uma medição foi dada mais de uma vez: conta uma só, qualquer que seja o nome dos arquivos.',
      sameOnBothSides: 'A mesma medição está dos dois lados.',
      sameSeed:
        'Medições com a mesma semente tiveram as mesmas perdas: juntas contam como uma. Deixe --seed de fora para repetir uma medição.',
      unknownLeftOut: 'Um número desconhecido em uma medição é comparado sem ela.',
      oneAfterTheOther:
        'Todas as medições de um lado foram feitas antes das do outro: o que mudou na máquina nesse meio-tempo parece igual. Faça-as alternadas.',
    },
  },
  singleOnly: 'serve para um só resultado',
  junit: { run: 'a medição chegou ao fim', compared: 'as medições foram comparadas' },
};
