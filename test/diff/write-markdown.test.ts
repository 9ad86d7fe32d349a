import assert from "node:assert/strict";
import fc from "fast-check";
import type { StackComparison } from "../../diff/compare-stack";
import { type Finding, SECTIONS } from "../../diff/finding";
import { say } from "../../diff/phrase";
import { type Complaint, makeReport } from "../../diff/report";
import { COMMENT_LIMIT, writeMarkdown } from "../../diff/write-markdown";

const version = { ref: "main", commit: undefined };

function markdown(
    findings: readonly Finding[],
    limit?: number,
    complaints: readonly Complaint[] = [],
): string {
    const comparisons: StackComparison[] = [{ stack: "dev", findings, objects: [] }];
    return writeMarkdown(makeReport({ from: version, to: version, comparisons, complaints }), limit);
}

const finding = fc.record({
    section: fc.constantFrom(...SECTIONS),
    rule: fc.constant("a/b"),
    level: fc.constantFrom("alarm", "caution", "info"),
    words: fc.string({ maxLength: 300 }).map((text) => say`changed ${text}`),
    details: fc.array(fc.string({ maxLength: 300 }).map((text) => say`is ${text}`)),
    stack: fc.string({ minLength: 1 }),
    object: fc.string(),
});

describe("writeMarkdown", () => {
    it("stays below the limit whatever there is to say", () => {
        fc.assert(
            fc.property(fc.array(finding as fc.Arbitrary<Finding>, { maxLength: 60 }), (findings) => {
                assert.ok(markdown(findings, 2000).length <= 2000);
            }),
            { numRuns: 50 },
        );
    });

    it("stays below GitHub's limit with 3,000 workloads that each changed otherwise, and counts what it leaves out", () => {
        const findings = Array.from({ length: 3000 }, (_, index): Finding => ({
            section: "workloads",
            rule: "workload/application",
            level: index === 0 ? "alarm" : "info",
            words: say`changed to ${"`".repeat(index % 50)}${`x${index}`.repeat(20)}`,
            stack: "dev",
            object: `n/Deployment/d${index}`,
        }));
        const text = markdown(findings, undefined, [{ side: "from", message: "x".repeat(100_000) }]);

        assert.ok(text.length <= COMMENT_LIMIT, String(text.length));
        assert.match(text, /3,000 application only/);
        assert.match(text, /- 🛑 /);
        assert.match(text, /- [\d,]+ more lines about [\d,]+ objects/);
    });

    it("says one line for 3,000 findings that are alike", () => {
        const findings = Array.from({ length: 3000 }, (_, index): Finding => ({
            section: "workloads",
            rule: "workload/proxy",
            level: "info",
            words: ["proxy changes"],
            stack: "dev",
            object: `n/Deployment/d${index}`,
        }));
        const lines = markdown(findings)
            .split("\n")
            .filter((line) => line.startsWith("- "));

        assert.deepEqual(lines, [
            "- 3,000 workloads (`n/Deployment/d0`, `n/Deployment/d1`, `n/Deployment/d10` and 2,997 more) in `dev`: proxy changes",
        ]);
    });
});
