import assert from "node:assert/strict";

import fc from "fast-check";
import semver from "semver";

import { faultSet, rangeSet } from "../../../lifecycle/kit/version-set";

const number = fc.integer({ min: 0, max: 4 });
const release = fc.tuple(number, number, number).map((parts) => parts.join("."));
const comparator = fc
    .tuple(fc.constantFrom("", "=", "~", "^", ">", ">=", "<", "<="), release)
    .map((parts) => parts.join(""));
const range = fc
    .array(fc.array(comparator, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
    .map((sets) => sets.map((set) => set.join(" ")).join(" || "));

describe("rangeSet", () => {
    it("agrees with node-semver on every release", () => {
        fc.assert(
            fc.property(range, release, (text, version) => {
                assert.equal(
                    rangeSet(text, false)(new semver.SemVer(version)),
                    semver.satisfies(version, text),
                );
            }),
        );
    });

    it("agrees with node-semver on pre-releases where they are included", () => {
        fc.assert(
            fc.property(range, release, fc.constantFrom("alpha.0", "rc.1", "0"), (text, version, tag) => {
                const full = `${version}-${tag}`;
                const expected = semver.satisfies(full, text, { includePrerelease: true });
                assert.equal(rangeSet(text, true)(new semver.SemVer(full)), expected);
            }),
        );
    });
});

describe("faultSet", () => {
    const cases: readonly (readonly [version: string, ranges: readonly string[], held: boolean])[] = [
        ["1.30.3", [">=1.29.0 <=1.29.6", ">=1.30.0 <=1.30.3"], true],
        ["1.30.4", [">=1.29.0 <=1.29.6", ">=1.30.0 <=1.30.3"], false],
        ["1.31.0-rc.0", ["=1.31.0"], true],
        ["1.31.1-rc.0", ["=1.31.0"], false],
        ["1.8.5-rc.0", ["<1.8.5"], true],
        ["1.9.0-rc.0", [">=1.9.0 <=1.9.2"], true],
    ];
    for (const [version, ranges, held] of cases) {
        it(`${held ? "holds" : "does not hold"} ${version} of ${ranges.join(" or ")}`, () => {
            assert.equal(faultSet(ranges)(new semver.SemVer(version)), held);
        });
    }
});
