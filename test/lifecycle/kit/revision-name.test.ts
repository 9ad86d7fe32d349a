import assert from "node:assert/strict";
import fc from "fast-check";
import { revisionName } from "../../../lifecycle/kit/revision-name";

describe("revisionName", () => {
    const cases = [
        ["1.31.1", "1-31-1"],
        ["1.32.0-rc.0", "1-32-0-rc-0"],
        ["1.32.0-Alpha.1+build.5", "1-32-0-alpha-1-build-5"],
    ] as const;
    for (const [version, name] of cases) {
        it(`names ${version} ${name}`, () => {
            assert.equal(revisionName(version), name);
        });
    }

    it("is a DNS label, and another one for another version", () => {
        const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((parts) => parts.join("."));
        fc.assert(
            fc.property(version, version, (a, b) => {
                assert.match(revisionName(a), /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
                assert.equal(revisionName(a) === revisionName(b), a === b);
            }),
        );
    });
});
