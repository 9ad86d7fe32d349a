import assert from "node:assert/strict";
import type { CheckFinding } from "../../../cli/checks/finding";
import { findingLines } from "../../../cli/checks/finding-lines";

const plain = { paint: (_: unknown, text: string) => text };
const finding = (stack: string, more: Partial<CheckFinding> = {}): CheckFinding => ({
    stack,
    rule: "strict-mtls",
    about: "prod/PeerAuthentication/a",
    file: "apps/a/a.yaml",
    line: 3,
    reason: "it is open",
    remedy: "Close it",
    level: "refused",
    ...more,
});
const lines = (...findings: CheckFinding[]) => findingLines(findings, plain);

describe("findingLines", () => {
    it("says level, stack, rule, object, place and reason, and the remedy below", () => {
        assert.deepEqual(lines(finding("dev")), [
            "refused  dev  strict-mtls  prod/PeerAuthentication/a (apps/a/a.yaml:3): it is open",
            "         Close it.",
        ]);
    });

    it("says once what many stacks have alike, and names three of them", () => {
        const found = lines(...["a", "b", "c", "d", "e"].map((stack) => finding(stack)));

        assert.match(found[0] ?? "", /^refused {2}a, b, c and 2 more {2}strict-mtls/);
        assert.equal(found.length, 2);
    });

    it("takes findings for alike that differ in their stack's name alone", () => {
        const update = (stack: string) =>
            finding(stack, {
                file: `stacks/Pulumi.${stack}.yaml`,
                line: stack.length,
                remedy: `Run update --stack ${stack}`,
            });

        assert.deepEqual(lines(update("dev"), update("production")), [
            "refused  dev, production  strict-mtls  prod/PeerAuthentication/a (stacks/Pulumi.<stack>.yaml): it is open",
            "         Run update --stack <stack>.",
        ]);
        assert.match(lines(update("dev"))[1] ?? "", /--stack dev\.$/);
    });

    it("keeps apart what differs in more", () => {
        assert.equal(lines(finding("a"), finding("b", { reason: "it is wide open" })).length, 3);
    });

    it("puts what is refused first, then goes by stack, file and line", () => {
        const found = lines(
            finding("b", { about: "4" }),
            finding("a", { about: "5", level: "warning" }),
            finding("a", { about: "3", file: "b.yaml", line: 1 }),
            finding("a", { about: "2", file: "a.yaml", line: 10 }),
            finding("a", { about: "1", file: "a.yaml", line: 9 }),
            finding("a", { about: "6", level: "waived" }),
        );

        assert.deepEqual(
            found.filter((line) => /^\w/.test(line)).map((line) => line.split("  ").at(-1)?.slice(0, 1)),
            ["1", "2", "3", "4", "5", "6"],
        );
        assert.equal(
            found.filter((line) => line.endsWith("Close it.")).length,
            2,
            "a remedy that follows itself is said once",
        );
    });

    it("closes a long list with a summary by rule, most first", () => {
        const many = [
            ...Array.from({ length: 9 }, (_, line) => finding("dev", { line })),
            ...["dev", "staging"].map((stack) => finding(stack, { rule: "proxy-user", level: "warning" })),
        ];

        assert.deepEqual(lines(...many).slice(-3), [
            "",
            "      9  refused  strict-mtls  in dev",
            "      2  warning  proxy-user  in dev, staging",
        ]);
        assert.ok(!lines(...many.slice(0, 9)).includes(""));
    });
});
