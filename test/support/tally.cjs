// A mocha reporter: the readable one, and the counts in the file that MARGINALIA_TALLY names, so that a run which
// died half-way can be told from one that passed.
const { writeFileSync } = require('node:fs');
// The extension host of VS Code 1.100 gives a namespace for a required module, plain Node the module itself.
const mocha = require('mocha');
const { reporters, Runner } = mocha.default ?? mocha;

module.exports = class Tally extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.MARGINALIA_TALLY;
    if (!file) return;
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
};
