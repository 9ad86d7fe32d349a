import assert from "node:assert/strict";

import fc from "fast-check";
import semver from "semver";

import { minorOf, minorsBetween, strictVersion } from "../../../lifecycle/kit/version-order";

const hostile = [
    "1.1.0.snapshot.0",
    "1.15-beta.0",
    "v1.99.0",
    "1.99.0\nX=1",
    "1.99.0\n",
    " 1.99.0",
    "$(id)",
    "../../x",
    "1.99.0-$(curl)",
    "1.99.0+build",
    "１.31.0",
    "1.٣١.0",
    "01.2.3",
    "1.9007199254740993.0",
    "9".repeat(10_000_000),
    "",
];

describe("strictVersion", () => {
    for (const text of hostile) {
        it(`refuses ${JSON.stringify(text.slice(0, 30))}`, () => {
            assert.equal(strictVersion(text), undefined);
        });
    }

    for (const text of ["1.31.1", "0.1.0", "1.31.0-rc.0", "1.1.0-snapshot.6"]) {
        it(`reads ${text}`, () => {
            assert.equal(strictVersion(text)?.version, text);
        });
    }

    it("lets nothing through that is not the same text after parsing", () => {
        fc.assert(
            fc.property(
                fc.oneof(fc.string(), fc.stringMatching(/^\d+\.\d+\.\d+(-[a-z0-9.]+)?\s?$/)),
                (text) => {
                    const version = strictVersion(text);
                    assert.ok(version === undefined || version.version === text);
                },
            ),
        );
    });
});

describe("minorsBetween", () => {
    const cases: readonly (readonly [from: string, to: string, minors: number])[] = [
        ["1.29.8", "1.31.1", 2],
        ["1.31.1", "1.30.5", -1],
        ["1.31.0", "1.31.1", 0],
        ["1.31.0", "2.0.0", Infinity],
        ["2.0.0", "1.31.0", -Infinity],
    ];
    for (const [from, to, minors] of cases) {
        it(`counts ${minors} from ${from} to ${to}`, () => {
            assert.equal(minorsBetween(new semver.SemVer(from), new semver.SemVer(to)), minors);
        });
    }
});

describe("minorOf", () => {
    it("is the first two parts", () => {
        assert.equal(minorOf(new semver.SemVer("1.31.0-rc.0")), "1.31");
    });
});
