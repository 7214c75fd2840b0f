import type { warnings as english } from '../en/warnings.ts';
import { numbersIn } from '../numbers.ts';
import { serverSaid } from '../server-said.ts';
import { server } from './server.ts';

const { counted, number, plural } = numbersIn('pt-BR');

export const warnings: typeof english = {
  'closed-loop': () => ({
    message:
      'Malha fechada: cada cliente espera sua resposta, então um servidor parado esconde a própria parada (omissão coordenada).',
    remedy: 'Para tempos de resposta como um usuário os veria, use --rate.',
  }),
  'generator-behind': (d) => ({
    message: `O gerador ficou para trás: ${number(d['achieved'])} de ${counted(d['offered'], 'sonda/s', 'sondas/s')} ${plural(d['achieved'], 'foi alcançada', 'foram alcançadas')}.`,
    remedy: 'Use --threads 2 ou diminua --rate.',
  }),
  'send-lag': (d) => ({
    message: `As sondas saíram atrasadas: o p99 do atraso de envio foi ${number(d['lag'])} ms, mais que o tempo entre duas sondas.`,
    remedy: 'Feche outros programas, diminua --rate ou use --threads 2.',
  }),
  refused: (d) => ({
    message: `O sistema recusou ${counted(d['count'], 'envio', 'envios')} (${d['errno']}).`,
    remedy: 'Diminua --rate ou aumente --send-buffer.',
  }),
  'interface-drops': (d) => ({
    message: `As filas desta própria máquina descartaram ${counted(d['count'], 'pacote', 'pacotes')}; as perdas não podem ser atribuídas à rede.`,
    remedy: 'Diminua --rate.',
  }),
  'link-overrun': (d) => ({
    message: `O próprio enlace emulado perdeu ${counted(d['count'], 'pacote', 'pacotes')}, porque vieram mais do que ele consegue transportar: não é a perda que foi pedida.`,
    remedy: 'Diminua --rate ou feche outros programas.',
  }),
  'receive-buffer': (d) => ({
    message: `${counted(d['count'], 'datagrama foi perdido', 'datagramas foram perdidos')} no buffer de recepção (${d['side']}), não na rede.`,
    remedy: 'Diminua --rate, ou aumente --receive-buffer.',
  }),
  'few-samples': () => ({
    message: 'Amostras de menos para um intervalo de confiança.',
    remedy: 'Use um --duration maior.',
  }),
  'flows-ended': (d) => ({
    message: `${number(d['count'])} de ${counted(d['clients'], 'conexão', 'conexões')} ${plural(d['count'], 'foi encerrada', 'foram encerradas')} pelo outro lado antes do fim da medição.`,
    remedy: 'O servidor pode ter recusado esta carga; veja a tela dele.',
  }),
  'cut-short': (d) => ({
    message: `Quando a medição acabou, ${counted(d['count'], 'sonda ainda era esperada: conta como perdida', 'sondas ainda eram esperadas: contam como perdidas')}, embora ninguém saiba.`,
    remedy: null,
  }),
  'over-limit': (d) => ({
    message: `O servidor descartou ${counted(d['count'], 'sonda que veio', 'sondas que vieram')} mais rápido do que ele permite: ${plural(d['count'], 'conta como perdida', 'contam como perdidas')}, de causa desconhecida.`,
    remedy: 'Diminua --rate.',
  }),
  'ledger-contradicts': () => ({
    message:
      'As contagens do servidor contradizem o que foi enviado e recebido aqui e foram deixadas de fora: as perdas por direção são desconhecidas.',
    remedy: 'Não confie neste servidor antes de saber a causa: ele tem um defeito ou não é o que diz ser.',
  }),
  fragments: (d) => ({
    message: `Cada datagrama de ${counted(d['size'], 'byte', 'bytes')} viaja em ${counted(d['count'], 'fragmento', 'fragmentos')} (o MTU do caminho é ${number(d['mtu'])}) e se perde com qualquer um deles.`,
    remedy: 'Diminua --size para medir pacotes inteiros.',
  }),
  'option-ignored': (d) => ({
    message: `${d['option']} não teve efeito: o motor ${d['engine']} não sabe ajustá-lo.`,
    remedy: 'Use --engine linux onde estiver disponível (sockbench doctor).',
  }),
  limited: (d) => ({
    message: `O servidor concedeu menos: ${serverSaid(String(d['what']), server)}`,
    remedy: null,
  }),
  notice: (d) => ({ message: `O servidor diz: ${d['text']}`, remedy: null }),
};
