import assert from "node:assert/strict";

import { choosePins } from "../../../lifecycle/adopt/choose-pins";
import type { FoundMesh } from "../../../lifecycle/adopt/found-mesh";
import { planLock } from "../../../lifecycle/adopt/plan-lock";
import { momentOf } from "../../../lifecycle/versions/request";
import { exampleSettings } from "../../support/example-stack";
import { foundMesh, observing, proxies } from "../../support/found-mesh";
import { catalog } from "../../support/stack-pins";

function plan(overrides: Partial<FoundMesh>, fluxRange = "~2.9") {
    const found = foundMesh(overrides);
    const { pins } = choosePins(found);
    assert.ok(pins);
    const settings = exampleSettings();
    const flux = { ...settings.flux, range: fluxRange };
    return planLock({ settings: { ...settings, flux }, found, pins, catalog, at: momentOf("2026-10-05") });
}

describe("planLock", () => {
    it("pins what runs, since the day it was found", () => {
        const { lock } = plan({
            observed: observing(proxies("shop/Deployment/shop", "1.30.5")),
            flux: { version: "2.9.1", way: "others", releases: [] },
            flagger: { namespace: "x", name: "flagger", version: "1.44.0" },
        });
        const since = "2026-10-05";
        assert.deepEqual(lock?.istio.controlPlane, { version: "1.31.1", since });
        assert.deepEqual(lock?.istio.proxies, { version: "1.30.5", since });
        assert.deepEqual(lock?.flux.distribution, { version: "2.9.1", since });
        assert.equal(lock?.flagger.release.version, "1.44.0");
    });

    it("pins of tools that do not run yet what an update would pick", () => {
        const { lock, findings } = plan({});
        assert.match(lock?.flux.distribution.version ?? "", /^2\.9\./);
        assert.match(lock?.flux.operator.version ?? "", /^0\./);
        assert.deepEqual(findings, []);
    });

    it("is none where no release of a tool is in range", () => {
        const { lock, findings } = plan({}, "~1.99");
        assert.equal(lock, undefined);
        assert.deepEqual(
            findings.map(({ level, about }) => [level, about]),
            [["blocks", "Flux"]],
        );
    });
});
