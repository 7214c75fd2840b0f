/** How many seeds a test of the lessons tries: `npm run lessons` sets it to all of them. */
export const lessonSeeds = (usual: number, all: number): number =>
  process.env['SOCKBENCH_ALL_SEEDS'] === undefined ? usual : all;
