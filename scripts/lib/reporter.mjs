/**
 * The spec reporter, which also leaves the counts in the file that `CLOUD_TASKS_RESULTS` names, and does not wait for
 * what the tests left running: a poller or a server that nobody stopped is a fault to be told, not a run that hangs.
 */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

const lingerMs = 10_000;

export default class CountingReporter extends Mocha.reporters.Spec {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const file = process.env['CLOUD_TASKS_RESULTS'];
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
      setTimeout(endLingering, lingerMs).unref();
    });
  }
}

function endLingering() {
  const left = process.getActiveResourcesInfo().filter(name => !/^(TTY|Pipe)Wrap$/.test(name));
  console.error(`\nThe tests are over, but something of theirs still runs: ${left.join(', ')}.`);
  process.exit(1);
}
