/** Inputs that a property tries: fewer while mutants are tested, because there are some thousand of them. */
export const runs = (usual: number): number =>
  process.env['SOCKBENCH_FEW_RUNS'] === undefined ? usual : Math.ceil(usual / 8);
