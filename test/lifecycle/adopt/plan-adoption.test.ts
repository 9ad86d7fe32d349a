import assert from "node:assert/strict";

import type { FoundMesh } from "../../../lifecycle/adopt/found-mesh";
import { planAdoption } from "../../../lifecycle/adopt/plan-adoption";
import { momentOf } from "../../../lifecycle/versions/request";
import { foundIstiod, foundMesh } from "../../support/found-mesh";
import { catalog } from "../../support/stack-pins";

function plan(overrides: Partial<FoundMesh> = {}) {
    const found = foundMesh(overrides);
    return planAdoption({ stack: "prod", context: "prod", found, catalog, at: momentOf("2026-10-05") });
}

describe("planAdoption", () => {
    it("is a stack whose settings and lock agree", () => {
        const { adopted } = plan();
        assert.equal(adopted?.settings.stack, "prod");
        assert.equal(adopted?.settings.handover, "adoption");
        assert.equal(adopted?.lock.istio.range, adopted?.settings.istio.range);
    });

    it("is none where something stands in the way, and says what", () => {
        for (const overrides of [{ operators: ["Istio default"] }, { istiods: [] }]) {
            const { adopted, findings } = plan(overrides);
            assert.equal(adopted, undefined);
            assert.ok(findings.some(({ level }) => level === "blocks"));
        }
    });

    it("is none where a value was given that a stack cannot say", () => {
        const values = { global: { proxy: { image: "mirror.test/proxy" } } };
        const { adopted, findings } = plan({ istiods: [foundIstiod({ values })] });
        assert.equal(adopted, undefined);
        assert.ok(
            findings.some(
                ({ level, about }) => level === "blocks" && about === "istio.values.global.proxy.image",
            ),
        );
    });

    it("passes on what could not be read", () => {
        const { findings } = plan({ unread: ["Helm releases could not be read"] });
        assert.ok(findings.some(({ text }) => text === "Helm releases could not be read"));
    });
});
