import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { isBranchName } from "../../../adapters/forge/branch-name";

const GOOD = [
    "main",
    "a/b",
    "windlass/dev/flux-2.9.4",
    "$(id)",
    "`id`",
    "a;b&c|d",
    "'\"<b>",
    "ä",
    "a@b",
    "#1",
    "a{b",
];
const BAD = [
    "",
    "@",
    "-x",
    "a b",
    "a..b",
    "a@{1",
    "/a",
    "a/",
    "a//b",
    ".a",
    "a/.b",
    "a.lock",
    "a.",
    "a~1",
    "a^",
    "a:b",
    "a?",
    "a*",
];

describe("isBranchName", () => {
    for (const name of GOOD) it(`takes ${name}`, () => assert.equal(isBranchName(name), true));
    for (const name of [...BAD, "a[", "a\\b", "a\nb", "a\u007f", "a".repeat(241)]) {
        it(`refuses ${JSON.stringify(name)}`, () => assert.equal(isBranchName(name), false));
    }

    it("takes nothing that git would not", function () {
        this.timeout(60_000);
        const text = fc.string({
            unit: fc.constantFrom(..."a/.-@{}~^:?*[\\ \n$(`\u0001lock".split("")),
            maxLength: 8,
        });
        fc.assert(
            fc.property(text, (name) => {
                if (!isBranchName(name)) return;
                assert.equal(
                    spawnSync("git", ["check-ref-format", "--branch", name]).status,
                    0,
                    JSON.stringify(name),
                );
            }),
            { numRuns: 200 },
        );
    });
});
