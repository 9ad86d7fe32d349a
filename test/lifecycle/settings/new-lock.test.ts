import assert from "node:assert/strict";

import { newLock } from "../../../lifecycle/settings/new-lock";
import { forTools } from "../../../lifecycle/settings/pinned-parts";
import { exampleSettings } from "../../support/example-stack";

describe("newLock", () => {
    const since = "2026-11-21";
    const pin = { version: "1.31.1", since };
    const made = (more: object = {}) =>
        newLock({
            settings: exampleSettings(),
            istio: { controlPlane: pin, proxies: pin, ...more },
            tools: Object.values(forTools((tool) => ({ tool, version: `${tool.length}.0.0` }))),
            since,
            catalog: "2026-10-01",
        });

    it("has ranges and sources as the settings have them, pins as they are given, and nobody's digests", () => {
        assert.deepEqual(made(), {
            istio: {
                range: "~1.31",
                charts: "https://blob.istio.io/release/charts",
                hub: "docker.io/istio",
                variant: "distroless",
                chartDigests: {},
                istioctlDigests: {},
                waivers: [],
                controlPlane: pin,
                proxies: pin,
            },
            flux: {
                range: "~2.9",
                chartDigests: {},
                distribution: { version: "4.0.0", since },
                operator: { version: "13.0.0", since },
            },
            flagger: { range: "~1.44", chartDigests: {}, release: { version: "7.0.0", since } },
            catalog: "2026-10-01",
        });
    });

    it("has what else is known of Istio", () => {
        const { gateway, waivers } = made({ gateway: pin, waivers: ["age"] }).istio;
        assert.deepEqual([gateway, waivers], [pin, ["age"]]);
    });
});
