import assert from "node:assert/strict";

import fc from "fast-check";
import semver from "semver";

import { closeDownwards, parseBulletinReleases } from "../../../lifecycle/versions/bulletin-ranges";
import { faultSet } from "../../../lifecycle/kit/version-set";

const readable: readonly (readonly [entry: string, range: string])[] = [
    ["1.30.0 to 1.30.3", ">=1.30.0 <=1.30.3"],
    ["1.1 to 1.1.6", ">=1.1.0 <=1.1.6"],
    ["1.30.0", "=1.30.0"],
    ["1.5", "=1.5.0"],
    ["All releases prior to 1.13", "<1.13.0"],
    ["All releases prior to 1.8.6", "<1.8.6"],
    ["all  releases prior to 1.8.6 ", "<1.8.6"],
    ["All releases 1.6 and later", ">=1.6.0"],
    ["All 1.8 patch releases", ">=1.8.0 <1.9.0"],
];

const prose = [
    "All releases since the introduction of the mesh gateway option",
    "",
    "1.30.3 to 1.30.0",
    "1.30.0-1.30.3",
    "1.30.0 to 1.30.3 and 1.31.0",
    "1.30.0\n1.31.0",
    "<1.30.0",
    "*",
    "1.30.0 to",
    "99999.1.1",
    "1".repeat(10_000),
    "$(id)",
];

const closures: readonly (readonly [name: string, ranges: readonly string[], closed: readonly string[]])[] = [
    ["one range", [">=1.4.0 <=1.4.5"], ["<=1.4.5"]],
    [
        "neighbouring minors, in any order",
        ["=1.30.0", ">=1.29.0 <=1.29.3"],
        ["<=1.29.3", ">=1.30.0 <=1.30.0"],
    ],
    [
        "a minor between that nobody names",
        [">=1.4.0 <=1.4.6", ">=1.6.0 <=1.6.1"],
        ["<=1.4.6", ">=1.5.0 <=1.6.1"],
    ],
    ["everything before a minor", ["<1.5.0", ">=1.5.0 <=1.5.7"], ["<1.5.0", ">=1.5.0 <=1.5.7"]],
    ["everything before a patch", ["<1.8.5", ">=1.9.0 <1.9.3"], ["<1.8.5", ">=1.9.0 <1.9.3"]],
    ["two ranges of one minor", [">=1.9.0 <=1.9.1", "=1.9.4"], ["<=1.9.4"]],
    ["no upper bound", [">=1.6.0"], [">=1.6.0"]],
];

describe("parseBulletinReleases", () => {
    for (const [entry, range] of readable) {
        it(`reads ${JSON.stringify(entry)} as ${range}`, () => {
            assert.deepEqual(parseBulletinReleases([entry]), [range]);
        });
    }

    for (const entry of prose) {
        it(`cannot judge ${JSON.stringify(entry).slice(0, 40)}`, () => {
            assert.equal(parseBulletinReleases(["1.30.0", entry]), undefined);
        });
    }

    it("cannot judge a bulletin that names nothing", () => {
        assert.equal(parseBulletinReleases([]), undefined);
    });

    it("gives only ranges that semver reads, whatever the text", () => {
        fc.assert(
            fc.property(
                fc.array(fc.oneof(fc.string(), fc.constantFrom(...readable.map(([entry]) => entry)))),
                (entries) => {
                    const ranges = parseBulletinReleases(entries) ?? [];
                    assert.ok(ranges.every((range) => semver.validRange(range) !== null));
                },
            ),
        );
    });
});

describe("closeDownwards", () => {
    for (const [name, ranges, closed] of closures) {
        it(`closes ${name}`, () => {
            assert.deepEqual(closeDownwards(ranges), closed);
        });
    }

    const release = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }));
    const text = ([minor, patch]: [number, number]): string => `1.${minor}.${patch}`;

    it("never shrinks a set, leaves newer minors out, and holds every older patch of what it holds", () => {
        fc.assert(
            fc.property(
                fc.array(release, { minLength: 1, maxLength: 4 }),
                release,
                (named, [minor, patch]) => {
                    const ranges = named.map((one) => `=${text(one)}`);
                    const closed = faultSet(closeDownwards(ranges));
                    const probe = new semver.SemVer(text([minor, patch]));
                    const tops = named.filter((one) => one[0] === minor).map((one) => one[1]);
                    const newest = Math.max(...named.map((one) => one[0]));
                    const expected = tops.length > 0 ? patch <= Math.max(...tops) : minor < newest;
                    assert.equal(closed(probe), expected);
                },
            ),
        );
    });
});
