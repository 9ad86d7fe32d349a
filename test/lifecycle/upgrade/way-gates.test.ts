import assert from "node:assert/strict";

import { candidateOf, concernsOf, helpfulWaivers, leastFaulty } from "../../../lifecycle/upgrade/way-gates";
import { WAY_GATES } from "../../../lifecycle/upgrade/way-gates";
import { firstRefusal } from "../../../lifecycle/versions/resolve";
import { contextOf, realCatalog } from "../versions/example-catalog";

const context = contextOf({ kubernetes: "1.34", current: "1.28.10", sidecars: ["1.28.10"] }, "2026-11-21");
const of = (version: string): ReturnType<typeof candidateOf> => candidateOf(version, context);

describe("helpfulWaivers", () => {
    it("names the whole set: with it a release passes, without one of it it does not", () => {
        for (const { version } of realCatalog.releases.filter(({ version }) =>
            /^1\.(?:2[5-9]|3\d)\.\d+$/.test(version),
        )) {
            const ids = helpfulWaivers(of(version), context);
            const waivers = ids.map((id) => ({ id, reason: "a test", expires: "2027-01-01" }));
            const passes = (some: typeof waivers): boolean =>
                firstRefusal(of(version), { ...context, waivers: some }, WAY_GATES) === undefined;

            if (ids.length === 0) continue;
            assert.ok(passes(waivers), version);
            for (const left of ids)
                assert.ok(!passes(waivers.filter(({ id }) => id !== left)), `${version} ${left}`);
        }
    });

    it("names none where none is needed, or none helps", () => {
        assert.deepEqual(helpfulWaivers(of("1.31.1"), context), []);
        assert.deepEqual(helpfulWaivers(of("1.31.9"), context), []);
        assert.deepEqual(helpfulWaivers(of("1.29.8"), context), ["support"]);
    });
});

describe("concernsOf", () => {
    it("says what speaks against a stop, gate by gate", () => {
        assert.deepEqual(concernsOf(of("1.29.8"), context), [
            "support: support of 1.29 ended on 2026-10-12, so it is presumed vulnerable",
        ]);
        assert.deepEqual(concernsOf(of("1.31.1"), context), []);
    });
});

describe("leastFaulty", () => {
    it("takes the release with the fewest faults, and the newest of equal ones", () => {
        assert.equal(leastFaulty(["1.29.6", "1.29.8", "1.29.7"].map(of), context)?.version, "1.29.8");
        assert.equal(leastFaulty([], context), undefined);
    });
});
