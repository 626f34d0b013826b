// A mocha reporter: the readable one, and in the file that MARGINALIA_TALLY names the counts and what failed, so
// that a run which died half-way can be told from one that passed, and failures can be said again at the end.
const { writeFileSync } = require('node:fs');
// The extension host of VS Code 1.100 gives a namespace for a required module, plain Node the module itself.
const mocha = require('mocha');
const { reporters, Runner } = mocha.default ?? mocha;

module.exports = class Tally extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.MARGINALIA_TALLY;
    if (!file) return;
    const failed = [];
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      failed.push(`${test.titlePath().join(' › ')}: ${error.message}`);
    });
    runner.on(Runner.constants.EVENT_TEST_PENDING, test => {
      failed.push(`${test.titlePath().join(' › ')}: skipped`);
    });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const tally = { passed: passes, failed: failures, skipped: pending, reasons: failed };
      writeFileSync(file, JSON.stringify(tally));
    });
  }
};
