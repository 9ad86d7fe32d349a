import assert from "node:assert/strict";

import { istioRequest } from "../../../lifecycle/upgrade/istio-request";
import { exampleSettings } from "../../support/example-stack";
import { lockAt } from "../../support/stack-pins";

describe("istioRequest", () => {
    it("asks with what the settings and the pins say", () => {
        const settings = exampleSettings({ istio: { minimumAge: "5d", mtls: "PERMISSIVE" } });

        assert.deepEqual(istioRequest(settings, lockAt("1.31.1", "1.31.0")), {
            range: "~1.31",
            kubernetes: "1.34",
            current: "1.31.1",
            sidecars: ["1.31.0"],
            strategy: "in-place",
            minimumAge: "5d",
            maxCatalogAge: 120,
            allowPrerelease: false,
            allowDowngrade: false,
            holds: new Map(),
            waivers: [],
            mtls: "PERMISSIVE",
        });
    });

    it("asks of a stack without a lock as of one that runs nothing", () => {
        const { current, sidecars } = istioRequest(exampleSettings(), undefined);

        assert.deepEqual([current, sidecars], [undefined, []]);
    });

    it("knows the holds of Istio alone", () => {
        const about = { reason: "a regression", since: "2026-10-01" };
        const holds = [
            { stack: "dev", system: "istio" as const, version: "1.31.1", ...about },
            { stack: "dev", system: "flagger" as const, version: "1.44.0", ...about },
        ];

        const { holds: held } = istioRequest(exampleSettings(), undefined, holds);

        assert.deepEqual([...(held ?? []).keys()], ["1.31.1"]);
    });
});
