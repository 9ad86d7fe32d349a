import assert from "node:assert/strict";

import type { Terminal } from "../../cli/terminal";
import { outcomeDocument, outcomeText, outcomesText } from "../../cli/update-report";
import type { UpdateOutcome } from "../../cli/update-stack";

const terminal: Terminal = {
    print: () => undefined,
    note: () => undefined,
    progress: () => undefined,
    paint: (_, text) => text,
};

const nothing: UpdateOutcome = {
    stack: "dev",
    action: "none",
    step: undefined,
    version: "1.31.1",
    reasons: [],
    warnings: [],
    missing: [],
    proposal: undefined,
};
const step = { part: "control-plane", from: "1.30.5", to: "1.31.1", why: "it serves both" } as const;
const proposal = { version: "1.32.0", range: "~1.31 || ~1.32", meaning: ["one minor up", "supported"] };

const cases: readonly (readonly [what: string, outcome: UpdateOutcome, text: readonly string[]])[] = [
    ["nothing", nothing, ["nothing  dev: nothing to do, Istio 1.31.1"]],
    [
        "a step",
        { ...nothing, action: "step", step, warnings: ["a warning"], missing: ["a digest"] },
        [
            "step     dev: Istio control plane 1.30.5 → 1.31.1",
            "  because  it serves both",
            "  warning  a warning",
            "  missing  a digest",
        ],
    ],
    [
        "what is held",
        { ...nothing, action: "held", reasons: ["one", "two"] },
        ["held     dev: the pins stay", "  because  one", "  because  two"],
    ],
    ["a first lock", { ...nothing, action: "created" }, ["created  dev: first lock, Istio 1.31.1"]],
    [
        "a proposal",
        { ...nothing, proposal },
        [
            "nothing  dev: nothing to do, Istio 1.31.1",
            "  out of range  1.32.0 would need the range ~1.31 || ~1.32: one minor up; supported",
        ],
    ],
];

describe("outcomesText", () => {
    const held = (stack: string, reason = "legacy runs 1.29.8"): UpdateOutcome => ({
        ...nothing,
        stack,
        action: "held",
        reasons: [reason],
    });

    it("says once what holds many stacks", () => {
        const outcomes = Array.from({ length: 1000 }, (_, index) => held(`s${index}`));

        assert.deepEqual(outcomesText(outcomes, terminal).split("\n"), [
            "held     s0, s1, s2, s3, s4 and 995 more stacks: the pins stay",
            "  because  legacy runs 1.29.8",
        ]);
    });

    it("keeps apart what is held for other reasons, and what is not held", () => {
        const outcomes = [held("a"), { ...nothing, stack: "b" }, held("c", "another"), held("d")];

        assert.deepEqual(outcomesText(outcomes, terminal).split("\n"), [
            "held     a, d: the pins stay",
            "  because  legacy runs 1.29.8",
            "nothing  b: nothing to do, Istio 1.31.1",
            "held     c: the pins stay",
            "  because  another",
        ]);
    });
});

describe("outcomeText", () => {
    for (const [what, outcome, text] of cases) {
        it(`tells of ${what}`, () => {
            assert.deepEqual(outcomeText(outcome, terminal).split("\n"), text);
        });
    }
});

describe("outcomeDocument", () => {
    it("has every key, whatever happened", () => {
        assert.deepEqual(outcomeDocument(nothing), {
            stack: "dev",
            action: "none",
            step: null,
            version: "1.31.1",
            title: null,
            branch: null,
            reasons: [],
            warnings: [],
            missing: [],
            proposal: null,
        });
    });

    it("names the pull request of a step, and apart from it that of a proposal", () => {
        const {
            title,
            branch,
            proposal: proposed,
        } = outcomeDocument({ ...nothing, action: "step", step, proposal });

        assert.deepEqual(
            [title, branch],
            ["dev: Istio control plane 1.30.5 → 1.31.1", "windlass/dev/control-plane-1.31.1"],
        );
        assert.deepEqual(proposed, {
            ...proposal,
            title: "dev: allow Istio 1.32.0",
            branch: "windlass/dev/allow-1.32.0",
        });
    });
});

describe("outcomesText", () => {
    it("says once what holds for several stacks", () => {
        const old = "the catalog is 44 days old";
        const outcomes = ["a", "b", "c", "d", "e", "f"].map((stack) => ({
            ...nothing,
            stack,
            warnings: stack === "a" ? [old, "only a"] : [old],
            missing: stack < "c" ? ["a digest"] : [],
        }));

        assert.deepEqual(outcomesText(outcomes, terminal).split("\n"), [
            "nothing  a: nothing to do, Istio 1.31.1",
            "  warning  only a",
            ...["b", "c", "d", "e", "f"].map((stack) => `nothing  ${stack}: nothing to do, Istio 1.31.1`),
            "warning  a, b, c, d, e and 1 more stacks: the catalog is 44 days old",
            "missing  a, b: a digest",
        ]);
    });

    it("leaves what is said of one stack with it", () => {
        const one = { ...nothing, warnings: ["old"] };

        assert.equal(outcomesText([one], terminal), outcomeText(one, terminal));
    });
});
