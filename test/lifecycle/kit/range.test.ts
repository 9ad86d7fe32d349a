import assert from "node:assert/strict";

import fc from "fast-check";
import semver from "semver";

import { isInRange, parseRange } from "../../../lifecycle/kit/range";

const good: readonly (readonly [range: string, floor: string])[] = [
    ["~1.31", "1.31.0"],
    ["1.31.x", "1.31.0"],
    ["1", "1.0.0"],
    [">=1.30.5 <1.32", "1.30.5"],
    ["^1.30 || ~1.29.7", "1.29.7"],
    ["1.30.0 - 1.31.1", "1.30.0"],
    [">=9", "9.0.0"],
    [">=1.31.0-0", "1.31.0-0"],
    ["v1.31.1", "1.31.1"],
];

const bad: readonly (readonly [range: string, rule: string])[] = [
    ["", "must not be empty"],
    ["  ", "must not be empty"],
    ["*", "is too broad: a range needs a lower bound"],
    ["x", "is too broad: a range needs a lower bound"],
    [">=0", "is too broad: a range needs a lower bound"],
    ["<1.32", "is too broad: a range needs a lower bound"],
    ["~1.31 || *", "is too broad: a range needs a lower bound"],
    ["~1.31 ||", "is too broad: a range needs a lower bound"],
    ["latest", "is not a semver range"],
    ["1.9007199254740993.0", "is not a semver range"],
    [`1.${"1".repeat(200)}.0`, "is not a semver range"],
    [`1.${"1".repeat(300)}.0`, "must not be longer than 256 characters"],
    ["1.31.1\n", "must be a semver range of plain ASCII characters"],
    ["１.31", "must be a semver range of plain ASCII characters"],
    ["$(id)", "is not a semver range"],
    [">1.32 <1.31", "no version can satisfy this range"],
];

describe("parseRange", () => {
    for (const [range, floor] of good) {
        it(`reads ${range}, which starts at ${floor}`, () => {
            assert.deepEqual(parseRange(range), { text: range, floor });
        });
    }

    for (const [range, rule] of bad) {
        it(`refuses ${JSON.stringify(range).slice(0, 30)}: ${rule}`, () => {
            assert.throws(
                () => parseRange(range),
                (error: Error) =>
                    error.name === "WindlassError" &&
                    error.message.endsWith(`: ${rule}. Write a range such as ~1.31 or >=1.30.5 <1.32.`),
            );
        });
    }

    it("never accepts a range that 0.0.1 or any pre-1.0.0 zero version lies in", () => {
        const part = fc.constantFrom(
            "*",
            "x",
            "~1.31",
            "<2",
            ">=0.0.0",
            ">=1.30",
            "1.29.x",
            "",
            "<=1.31 >1.29",
        );
        fc.assert(
            fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
                let floor: string;
                try {
                    floor = parseRange(parts.join(" || ")).floor;
                } catch {
                    return;
                }
                assert.ok(semver.gte(floor, "0.0.1"));
                assert.equal(isInRange("0.0.0", { text: parts.join(" || "), floor }), false);
            }),
        );
    });
});

describe("isInRange", () => {
    it("keeps pre-releases out unless they are allowed, and anything that is no version", () => {
        const range = parseRange("~1.31");
        const cases = ["1.31.1", "1.32.0", "1.31.2-rc.0", "nonsense", ""];

        assert.deepEqual(
            cases.map((version) => isInRange(version, range)),
            [true, false, false, false, false],
        );
        assert.equal(isInRange("1.31.2-rc.0", range, true), true);
    });
});
