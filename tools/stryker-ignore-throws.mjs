// Leaves out what stands in a throw statement: the words of an error are no part of the arithmetic.
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'throws', {
    shouldIgnore: (path) => (path.isThrowStatement() ? 'the words of an error' : undefined),
  }),
];
