import assert from "node:assert/strict";
import { toText } from "../../diff/escape";
import { headline, versionsLine } from "../../diff/headline";
import { makeReport } from "../../diff/report";

const commit = "0123456789abcdef0123456789abcdef01234567";
const report = makeReport({
    from: { ref: "main", commit },
    to: { ref: undefined, commit: undefined },
    comparisons: [],
    complaints: [],
});

describe("headline", () => {
    it("says that nothing differs", () => assert.equal(toText(headline(report)), "No difference."));
    it("counts", () => {
        const counts = {
            ...report.counts,
            stacks: 2,
            changedStacks: 1,
            changed: 3,
            replaced: 1,
            removed: 1,
            both: 1,
        };
        assert.equal(
            toText(headline({ ...report, counts })),
            "Objects: 1 deleted, 1 replaced, 2 changed, in 1 of 2 stacks. Workloads that roll out: 1 application and proxy at once.",
        );
    });
});

describe("versionsLine", () => {
    it("names refs and commits", () =>
        assert.equal(toText(versionsLine(report)), "main (0123456789ab) → the files as they are"));
});
