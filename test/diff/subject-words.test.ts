import assert from "node:assert/strict";
import { toText } from "../../diff/escape";
import type { Line } from "../../diff/group";
import { stackWords, subjectWords } from "../../diff/subject-words";

const line = (subjects: Line["subjects"]): Line => ({
    section: "other",
    rule: "r",
    level: "info",
    words: [],
    details: [],
    subjects,
});

describe("subjectWords", () => {
    for (const [subjects, expected] of [
        [[{ stack: "dev", objects: [] }], "dev"],
        [[{ stack: "dev", objects: ["n/Canary/a"] }], "n/Canary/a in dev"],
        [
            [{ stack: "dev", objects: ["n/Canary/a", "n/Canary/b"] }],
            "2 Canaries (n/Canary/a, n/Canary/b) in dev",
        ],
        [
            [{ stack: "dev", objects: ["n/Job/a", "n/Deployment/b"] }],
            "2 workloads (n/Deployment/b, n/Job/a) in dev",
        ],
        [
            [{ stack: "dev", objects: ["n/constructor/a", "n/constructor/b"] }],
            "2 objects (n/constructor/a, n/constructor/b) in dev",
        ],
        [
            ["a", "b"].map((stack) => ({ stack, objects: ["n/Job/a", "n/Job/b"] })),
            "2 workloads (n/Job/a, n/Job/b) each in a and b",
        ],
    ] as const) {
        it(`say ${expected}`, () => assert.equal(toText(subjectWords(line(subjects), 9)), expected));
    }
});

describe("stackWords", () => {
    it("names few stacks and counts many", () => {
        assert.equal(toText(stackWords(["a", "b", "c"], 3)), "all 3 stacks");
        assert.equal(toText(stackWords(["a", "b"], 2)), "a and b");
        assert.equal(
            toText(stackWords(["a", "b", "c", "d", "e", "f"], 9)),
            "6 of 9 stacks (a, b, c and 3 more)",
        );
    });
});
