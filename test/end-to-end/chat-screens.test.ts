/** Exercise 2 in two real terminals that talk to each other. */
import { afterEach, describe, expect, it } from 'vitest';
import { hasTmux, openTerminal, SOCKBENCH, type Terminal } from './tmux.ts';

const terminals: Terminal[] = [];
afterEach(() => {
  for (const terminal of terminals.splice(0)) terminal.close();
});

describe.skipIf(!hasTmux)('two screens', () => {
  function screen(command: string, columns = 90, rows = 20): Terminal {
    const terminal = openTerminal(columns, rows);
    terminals.push(terminal);
    terminal.type(`${SOCKBENCH} chat ${command}; echo status $?`, 'Enter');
    return terminal;
  }
  const say = (terminal: Terminal, text: string): void => {
    terminal.type('-l', text);
    terminal.type('Enter');
  };

  it('talk to each other; one loses what the host drops, the other nothing', async () => {
    const ana = screen('--serve --port 0 --drop 2 --seed 1 --name Ana --lang en');
    const shown = await ana.until(/open on port (\d+)/);
    const [, port] = /open on port (\d+)/.exec(shown)!;
    await ana.until(/Here \(1\)/);
    const bob = screen(`127.0.0.1:${port} --transport udp --name Bob --lang pt-BR`);
    await bob.until(/Boas-vindas, Bob\.[\s\S]*O que o anfitrião repassa atravessa/);
    await ana.until(/Bob has joined\./);
    // Until his datagrams find their way.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    for (const text of ['one', 'two', 'three']) say(ana, text);
    await bob.until(/<Ana> one/);
    const seen = await bob.until(/<Ana> three[\s\S]*1 mensagem de Ana se perdeu\./);
    expect(seen).not.toContain('<Ana> two');
    say(bob, 'ouvi um e três');
    await ana.until(/<Bob> ouvi um e três/);

    // Completion, editing, history, a private message.
    bob.type('-l', '/msg a');
    bob.type('Tab');
    await bob.until(/Bob> \/msg Ana$/m);
    say(bob, 'segredo');
    await ana.until(/\(Bob → Ana\) segredo/);
    bob.type('Up');
    await bob.until(/Bob> \/msg Ana segredo/);
    bob.type('BSpace', 'C-a', 'DC');
    await bob.until(/Bob> msg Ana segred$/m);
    bob.type('C-e', 'C-u');
    say(bob, '/contrast 12');
    await bob.until(/TCP: 12 de 12 chegaram, em ordem[\s\S]*UDP: 11 de 12 chegaram, 1 perdida/);
    await ana.until(/TCP: 12 of 12 arrived, in order/);

    // Reading older lines while new ones come.
    for (let i = 0; i < 9; i++) {
      say(ana, `older ${i}`);
      await ana.until(new RegExp(`<Ana> older ${i}`));
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    ana.type('PPage');
    await ana.until(/End goes back to the newest/);
    say(bob, 'lá embaixo');
    await ana.until(/1 new below/);
    ana.type('End');
    await ana.until(/── new ─[\s\S]*<Bob> lá embaixo/);

    ana.resize(50, 12);
    await ana.until((text) => text.includes('<Bob> lá embaixo') && !text.includes('Here (2)'));

    say(bob, '/quit');
    await bob.until(/^Até logo\.\nstatus 0$/m);
    expect([bob.alternate(), bob.cursorVisible()]).toEqual([false, true]);
    ana.type('C-c');
    await ana.until(/^Goodbye\.\nstatus 0$/m);
    expect([ana.alternate(), ana.cursorVisible()]).toEqual([false, true]);
  });
});
