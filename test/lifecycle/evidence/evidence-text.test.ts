import assert from "node:assert/strict";

import type { Evidence } from "../../../lifecycle/evidence/evidence";
import { writeEvidence } from "../../../lifecycle/evidence/evidence-text";
import { parseEvidence } from "../../../lifecycle/evidence/parse-evidence";
import { evidence } from "./example-evidence";

describe("writeEvidence", () => {
    it("writes the same text whatever the order of keys", () => {
        const backwards = Object.fromEntries(Object.entries(evidence).reverse()) as unknown as Evidence;
        assert.equal(writeEvidence(backwards), writeEvidence(evidence));
    });

    it("keeps all there can be", () => {
        const full: Evidence = {
            ...evidence,
            commit: "a".repeat(40),
            way: "forge",
            health: "failing",
            findings: ["shop/Canary/backend: its analysis failed: # not: a comment"],
            failed: [{ canary: "shop/Canary/backend", version: "1.31.2-rc.1" }],
            proxies: [{ revision: "default", pods: 2 }, ...evidence.proxies],
            canaries: { Succeeded: 3, Failed: 1 },
            cohorts: [
                { through: "first", workloads: 1, hasMoved: true, pods: { "1.31.1": 2, "?": 1 } },
                { through: "12.5%", workloads: 40, hasMoved: false, pods: {} },
            ],
        };
        assert.deepEqual(parseEvidence(writeEvidence(full), "f"), full);
    });

    it("writes nothing that could not be read", () => {
        assert.throws(() => writeEvidence({ ...evidence, seen: "yesterday" }), /seen: must be a moment/);
    });
});
