import assert from "node:assert/strict";

import { writeEvidence } from "../../../lifecycle/evidence/evidence-text";
import {
    abortedHolds,
    interventionWords,
    promotedByHand,
    withIntervention,
} from "../../../lifecycle/evidence/interventions";
import { parseEvidence } from "../../../lifecycle/evidence/parse-evidence";
import { evidence } from "./example-evidence";

const about = {
    action: "abort",
    at: "2026-11-24T12:30:00Z",
    by: "Kim",
    reason: "5xx in checkout.",
    version: "1.31.2",
    lock: evidence.lock,
    canaries: ["shop/Canary/b", "shop/Canary/a"],
} as const;

describe("interventions", () => {
    it("stand in the evidence and are read back, with no more canaries than a reader wants", () => {
        const canaries = Array.from({ length: 30 }, (_, index) => `shop/Canary/c${index}`);
        const seen = [about, { ...about, action: "promote" as const, canaries }].reduce(
            withIntervention,
            evidence,
        );

        const { interventions = [] } = parseEvidence(writeEvidence(seen), "dev.yaml");
        assert.deepEqual(interventions, seen.interventions);
        assert.deepEqual(
            interventions.map(({ canaries: some, count }) => [some.length, count]),
            [
                [2, 2],
                [20, 30],
            ],
        );
    });

    it("are one where one comes twice", () => {
        const twice = [about, about].reduce(withIntervention, evidence);
        assert.equal(twice.interventions?.length, 1);
    });

    it("are kept to the last fifty", () => {
        const seen = Array.from({ length: 60 }, (_, index) => ({ ...about, by: `n${index}` })).reduce(
            withIntervention,
            evidence,
        );
        assert.deepEqual([seen.interventions?.length, seen.interventions?.[0]?.by], [50, "n10"]);
        writeEvidence(seen);
    });

    it("are said in one line", () => {
        const [first] = withIntervention(evidence, { ...about, action: "promote" }).interventions ?? [];
        assert.ok(first);
        assert.equal(
            interventionWords(first),
            "promoted by hand, unmeasured, on 2026-11-24 by Kim (2 canaries): 5xx in checkout",
        );
        assert.deepEqual(promotedByHand([first], "1.31.1"), []);
        assert.deepEqual(promotedByHand([first], "1.31.2"), [first]);
    });
});

describe("abortedHolds", () => {
    it("holds what was aborted, bound to the pins of that day", () => {
        assert.deepEqual(abortedHolds([withIntervention(evidence, about)]), [
            {
                stack: "dev",
                system: "istio",
                version: "1.31.2",
                part: "proxies",
                reason: "its rollout was aborted in dev on 2026-11-24 by Kim: 5xx in checkout",
                since: "2026-11-24",
                of: evidence.lock,
            },
        ]);
    });

    it("holds no change of an application, nor what was only tried again", () => {
        const none = [
            { ...about, version: undefined },
            { ...about, action: "retry" as const },
        ];
        assert.deepEqual(abortedHolds([none.reduce(withIntervention, evidence)]), []);
    });

    it("ends where a later hand has promoted it, or where it was seen to run since", () => {
        const aborted = withIntervention(evidence, about);
        assert.deepEqual(abortedHolds([withIntervention(aborted, { ...about, action: "promote" })]), []);
        const later = {
            part: "proxies",
            version: "1.31.2",
            from: about.at,
            to: "2026-11-25T12:00:00Z",
        } as const;
        assert.deepEqual(abortedHolds([{ ...aborted, verified: [later] }]), []);
        assert.equal(abortedHolds([{ ...aborted, verified: [{ ...later, to: about.at }] }]).length, 1);
    });
});
