/**
 * The live screens' entry. Load it with `await import()` only: it brings Ink and React, which runs without a screen never pay for.
 */
export { type Dashboard, type DashboardControl, type DashboardOptions, startDashboard } from './dashboard.ts';
export { type ServeScreen, startServeScreen } from './serve/screen.ts';
