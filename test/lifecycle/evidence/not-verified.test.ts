import assert from "node:assert/strict";

import type { Evidence } from "../../../lifecycle/evidence/evidence";
import { failedWords, notVerified, podWords } from "../../../lifecycle/evidence/not-verified";
import { exampleLock } from "../../support/example-stack";
import { evidence, lock } from "./example-evidence";

const LOOK = "look again with npm run -s windlass -- status --stack dev --record";
const [controlPlane, proxies] = evidence.verified;

describe("notVerified", () => {
    const cases: readonly (readonly [string, Partial<Evidence>, string | undefined])[] = [
        ["passes what was whole at the last look", {}, undefined],
        [
            "does not pass what was whole before it",
            { seen: "2026-11-24T13:00:00Z", findings: ["shop/Canary/a: slow", "b: c", "d: e"] },
            `the proxies 1.31.1 were not seen whole on 2026-11-24T13:00:00Z (shop/Canary/a: slow; b: c and 1 more): ${LOOK}`,
        ],
        [
            "does not pass what was never seen",
            { verified: controlPlane ? [controlPlane] : [] },
            `the proxies 1.31.1 were not seen whole on 2026-11-24T12:00:00Z (what was seen says no more): ${LOOK}`,
        ],
        [
            "does not pass another version",
            { verified: proxies ? [{ ...proxies, version: "1.31.0" }] : [] },
            `the proxies 1.31.1 were not seen whole on 2026-11-24T12:00:00Z (what was seen says no more): ${LOOK}`,
        ],
        [
            "names the canary that failed",
            { failed: [{ canary: "shop/Canary/a", version: "1.31.1" }] },
            "the rollout of 1.31.1 failed in dev: shop/Canary/a",
        ],
        [
            "does not pass what contradicts itself",
            {
                proxies: [
                    { version: "1.30.5", revision: "default", pods: 2 },
                    { revision: "x", pods: 1 },
                ],
            },
            `what was seen on 2026-11-24T12:00:00Z contradicts itself, as it has 2 pods with the proxy 1.30.5, 1 pod with the proxy of an unknown version beside the proxies 1.31.1: ${LOOK}`,
        ],
    ];
    for (const [what, change, said] of cases)
        it(what, () => assert.equal(notVerified({ ...evidence, ...change }, "proxies", lock), said));

    it("takes what a webhook gives, the proxy of the istiod, for no contradiction", () => {
        const half = exampleLock("1.31.1", "1.31.0");
        const verified = evidence.verified.map((run) =>
            run.part === "proxies" ? { ...run, version: "1.31.0" } : run,
        );
        assert.equal(notVerified({ ...evidence, verified }, "proxies", half), undefined);
    });

    it("asks of the control plane for itself", () => {
        const failed = [{ canary: "shop/Canary/a", version: "1.31.1" }];
        assert.equal(notVerified({ ...evidence, failed }, "control-plane", lock), undefined);
    });
});

describe("failedWords", () => {
    it("names canaries of the version alone, and of many the first", () => {
        const failed = ["a", "b", "c"].map((canary) => ({ canary, version: "1.31.1" }));
        const seen = { ...evidence, failed: [...failed, { canary: "d", version: "1.31.0" }] };
        assert.equal(failedWords(seen, "1.31.1"), "the rollout of 1.31.1 failed in dev: a; b and 1 more");
        assert.equal(failedWords(seen, "1.31.2"), undefined);
    });
});

describe("podWords", () => {
    it("counts one", () => {
        assert.equal(
            podWords({ version: "1.30.5", revision: "default", pods: 1 }),
            "1 pod with the proxy 1.30.5",
        );
    });
});
