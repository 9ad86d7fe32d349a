import assert from "node:assert/strict";

import { lockDigest } from "../../../lifecycle/evidence/evidence";
import { exampleLock } from "../../support/example-stack";

describe("lockDigest", () => {
    const lock = exampleLock("1.31.1", "1.31.0");

    it("changes with a version that is pinned, or a revision that retires", () => {
        const others = [
            exampleLock("1.31.1", "1.31.1"),
            exampleLock("1.31.0", "1.31.0"),
            { ...lock, istio: { ...lock.istio, retiring: "1.30.5" } },
            { ...lock, istio: { ...lock.istio, strategyMove: "old" as const } },
            { ...lock, flagger: { ...lock.flagger, release: { version: "1.43.0", since: "2026-11-01" } } },
        ];
        const digests = [lock, ...others].map(lockDigest);
        assert.equal(new Set(digests).size, digests.length);
    });

    it("stays with everything else", () => {
        const later = { ...lock.istio.proxies, since: "2027-01-01" };
        const same = {
            ...lock,
            catalog: "2027-01-01",
            istio: { ...lock.istio, range: "~1.30", proxies: later },
        };
        assert.equal(lockDigest(same), lockDigest(lock));
    });
});
