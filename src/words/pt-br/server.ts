import type { server as english } from '../en/server.ts';
import { numbersIn } from '../numbers.ts';

const { counted, number, plural } = numbersIn('pt-BR');

export const server: typeof english = {
  full: (d) => `o servidor está cheio (${counted(d['sessions'], 'sessão', 'sessões')} ao mesmo tempo).`,
  addressBusy: (d) =>
    `o seu endereço já tem ${counted(d['sessions'], 'sessão', 'sessões')} (o limite é ${number(d['limit'])}).`,
  networkBusy: (d) => `a sua rede já tem ${counted(d['sessions'], 'sessão', 'sessões')}.`,
  tooOften: () => 'muitas sessões começaram há pouco no seu endereço; tente de novo em alguns segundos.',
  tooManyClients: (d) =>
    `${plural(d['clients'], 'foi pedido', 'foram pedidos')} ${counted(d['clients'], 'cliente', 'clientes')}, o limite é ${number(d['limit'])}.`,
  tooLarge: (d) =>
    `${plural(d['size'], 'foi pedido', 'foram pedidos')} ${counted(d['size'], 'byte', 'bytes')} por sonda, o limite é ${number(d['limit'])}.`,
  noFiles: (d) =>
    `o servidor não tem descritores de arquivo para mais ${counted(d['clients'], 'cliente', 'clientes')}.`,
  noConnections: () => 'o UDP não tem conexões.',
  datagramTooLarge: (d) => `um datagrama leva no máximo ${counted(d['limit'], 'byte', 'bytes')}.`,
  noMemory: () => 'o servidor não tem memória para mais uma sessão.',
  ownRun: () => 'este servidor é só da medição que o iniciou.',
  wrongKey: () => 'a chave não é a certa.',
  noProof: () => 'nenhuma prova da chave veio: o cliente tem outra, ou nenhuma.',
  rate: (d) => `a taxa é limitada a ${counted(d['rate'], 'sonda/s', 'sondas/s')}.`,
  duration: (d) => `a duração é limitada a ${number(d['seconds'])} s.`,
  durationWithWarmup: (d) =>
    `a duração é limitada a ${number(d['seconds'])} s, dos quais ${number(d['warmup'])} s de aquecimento.`,
  notSet: (d) => `este servidor não ajusta do seu lado: ${d['options']}.`,
  buffers: (d) => `os buffers de socket são limitados a ${counted(d['bytes'], 'byte', 'bytes')}.`,
  busyPoll: () => 'este servidor não permite espera ativa.',
  congestionControl: (d) => `o controle de congestionamento ${d['name']} não existe neste servidor.`,
  notStarted: () => 'a medição não começou a tempo.',
  over: () => 'a duração concedida terminou.',
  notEnded: () => 'a sessão não foi encerrada a tempo.',
  tooManyProbes: () => 'esta sessão tem mais sondas do que o servidor tem memória para distinguir.',
  addressTooManyProbes: () =>
    'as sessões do seu endereço precisam de mais memória do que o servidor tem para elas: sondas a distinguir e respostas que ninguém lê.',
  noMemoryForThis: () => 'o servidor não tem mais memória para esta sessão.',
  tooManyBytes: (d) => `esta sessão passou do limite concedido de ${counted(d['bytes'], 'byte', 'bytes')}.`,
  idle: (d) => `nada foi enviado por ${number(d['seconds'])} s.`,
  stopped: () => 'o servidor foi encerrado.',
  threadEnded: () => 'a thread que servia esta sessão terminou de modo inesperado.',
  noDescriptors: (d) =>
    `o fluxo ${d['flow']} não pôde ser aberto: o servidor não tem mais descritores de arquivo.`,
  notOpened: (d) => `o fluxo ${d['flow']} não pôde ser aberto: ${d['reason']}`,
  notBegun: (d) => `esta sessão não pôde começar: ${d['reason']}`,
  fault: (d) => `isto encontrou um erro do próprio sockbench e foi desligado: ${d['reason']}`,
  noLedger: (d) => `a contagem não pôde ser feita: ${d['reason']}`,
  tooManyMessages: () => 'chegaram mensagens demais na conexão de controle.',
  badFrame: () => 'o que chegou não é uma mensagem de controle do sockbench.',
  version: (d) => `este servidor fala a versão ${d['version']} do protocolo.`,
  badMessage: () => 'a mensagem não foi entendida.',
  unexpected: (d) => `uma mensagem ${d['type']} não era esperada agora.`,
};
