import type { en } from '../en/index.ts';
import { cli } from './cli.ts';
import { errors } from './errors.ts';
import { serve } from './serve.ts';
import { summary } from './summary.ts';
import { warnings } from './warnings.ts';

export const ptBr: typeof en = { tag: 'pt-BR', cli, errors, serve, summary, warnings };
