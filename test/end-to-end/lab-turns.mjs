// Runs in turn over the one link of the lab that it is in, which is turned for each: requests come as JSON in its argument,
// documents go out as lines.
import { labRunnerInTurn } from '../../dist/experiment/lab-runner.js';
import { labFromEnvironment } from '../../dist/run/lab/link/client.js';

const link = labFromEnvironment();
for (const request of JSON.parse(process.argv[2])) {
  link.setImpairment(request.impairment);
  const run = labRunnerInTurn(request.impairment)(request, new AbortController().signal);
  console.log(JSON.stringify(await run.result));
}
link.close();
