import { errors } from './errors.ts';
import { warnings } from './warnings.ts';

export const en = { tag: 'en', errors, warnings };
