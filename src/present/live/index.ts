/**
 * The live screens' entry. Load it with `await import()` only: it brings Ink and React, which runs without a screen never pay for.
 */

export { startDashboard } from './dashboard.ts';
export { startFleetScreen } from './fleet/screen.ts';
export { startRaceScreen } from './lesson/screen.ts';
export { startLoadScreen } from './load/screen.ts';
export { startServeScreen } from './serve/screen.ts';
