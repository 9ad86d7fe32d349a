import assert from "node:assert/strict";

import { badge, stackCard } from "../../../lifecycle/report/stack-card";
import { troubledFleet } from "../../support/report-fleet";

describe("a stack on the page", () => {
    const { stacks } = troubledFleet();
    const card = (name: string): string => {
        const stack = stacks.find((each) => each.stack === name);
        assert.ok(stack);
        return stackCard(stack).text;
    };

    it("is open where somebody is needed, and closed elsewhere", () => {
        assert.match(card("dev-europe-west-with-a-long-name"), /<details class="stack" open>/);
        for (const name of ["dev", "staging", "sandbox"])
            assert.match(card(name), /<details class="stack" >/);
    });

    it("says what failed, what is held, debt, and freezes ahead", () => {
        const text = card("dev-europe-west-with-a-long-name");
        assert.match(text, /Rollouts that failed<\/h4>\s*<ul>\s*<li>shop\/Canary\/backend: 1\.31\.1<\/li>/);
        assert.match(text, /Held<\/h4>\s*<ul>\s*<li>istio 1\.31\.2: /);
        assert.match(text, /3 pods have an older proxy than is pinned\./);
        assert.match(text, /freeze: 2026-10-20 00:00 UTC to 2026-11-04 00:00 UTC: the autumn sale/);
    });

    it("says of each pin how old it is, how long it is supported and what is wrong with it", () => {
        assert.match(
            card("production-us"),
            /<span>34 days<\/span>[^]*<span>2026-10-12 \(8 days left\)<\/span>[^]*ISTIO-SECURITY/,
        );
        assert.match(card("sandbox"), /It has no lock yet/);
    });

    it("says how canaries do, and how far cohorts are", () => {
        const text = card("production-ca");
        assert.match(text, /Canaries: 61 Succeeded, 3 Progressing\./);
        assert.match(text, /Cohorts of production-ca/);
        assert.match(text, /20%[^]*12[^]*yes[^]*21 × 1\.31\.1, 4 × 1\.31\.0[^]*100%[^]*not yet/);
        assert.match(text, /1\.31\.0, cohorts through 20% at 1\.31\.1/);
        assert.doesNotMatch(card("dev"), /Canaries:|Cohorts of/);
    });

    it("says how it does in words, beside the colour", () => {
        assert.equal(badge("failing").text, '<span class="badge failing">✖ failing</span>');
    });
});
