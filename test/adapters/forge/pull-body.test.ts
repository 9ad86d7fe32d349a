import assert from "node:assert/strict";
import { pullBody } from "../../../adapters/forge/pull-body";

const ARGS = {
    kind: "step",
    title: "dev: Flux 2.9.3 → 2.9.4",
    reasons: ["<b> @all"],
    warnings: ["w"],
    decides: "a person merges it: the policy is none",
    diff: "### diff",
} as const;

describe("pullBody", () => {
    it("says why, what to know and what changes", () => {
        assert.equal(
            pullBody(ARGS, { isDefaultToken: false }),
            [
                "**dev&#58; Flux 2.9.3 → 2.9.4**",
                "Why:\n\n- &#60;b&#62; &#64;&#8203;all",
                "To know:\n\n- w",
                "Who decides:\n\n- a person merges it&#58; the policy is none",
                "<sub>Made by windlass. A commit of yours on this branch is never overwritten.</sub>",
                "### diff",
            ].join("\n\n"),
        );
    });

    for (const [dispatched, words] of [
        [undefined, /start no workflow\. Close and reopen it to start the checks\./],
        ["ci.yaml", /start no workflow\. The checks of `ci\.yaml` were started on the branch by hand\./],
    ] as const) {
        it(`says what the default token cannot do, with ${dispatched ?? "no workflow"} started`, () => {
            assert.match(pullBody({ ...ARGS, dispatched }, { isDefaultToken: true }), words);
        });
    }

    it("tells a wider range from a step", () => {
        assert.match(
            pullBody({ ...ARGS, kind: "range" }, { isDefaultToken: false }),
            /it changes no pin\. Close it to stay/,
        );
    });

    it("does without a diff", () => {
        assert.match(pullBody({ ...ARGS, diff: undefined }, { isDefaultToken: false }), /could not be made/);
    });

    it("keeps to GitHub's limit, whatever it is told", () => {
        const many = Array.from({ length: 50 }, () => "`".repeat(300));
        const head = pullBody({ ...ARGS, reasons: many, warnings: many, diff: "" }, { isDefaultToken: true });
        const cut = pullBody({ ...ARGS, diff: "a".repeat(65_500) }, { isDefaultToken: true });

        assert.ok(head.length < 5_000, String(head.length));
        assert.match(head, /- and 49 more/);
        assert.match(cut, /is too long for this place/);
    });
});
