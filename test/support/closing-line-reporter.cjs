// Mocha's spec output, closed by the plain line that CI and people can both read: `N passed, N failed`. What was skipped is
// counted in the line above; each suite says why.
"use strict";
const { reporters, Runner } = require("mocha");

module.exports = class ClosingLineReporter extends reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        runner.once(Runner.constants.EVENT_RUN_END, () => {
            const { passes, failures, pending } = this.stats;
            const skipped = pending > 0 ? `${pending} skipped\n` : "";
            // After Spec's own epilogue, which is printed on the same event.
            process.once("exit", () => console.log(`${skipped}${passes} passed, ${failures} failed`));
        });
    }
};
