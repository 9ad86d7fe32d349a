import assert from "node:assert/strict";

import { valuesLeft } from "../../../lifecycle/adopt/take-settings";

describe("valuesLeft", () => {
    it("leaves what no setting says, and no object that became empty", () => {
        const values = {
            revision: "",
            global: { hub: "mirror.test/istio", tag: "1.31.1", proxy: { logLevel: "info" } },
            meshConfig: { accessLogFile: "/dev/stdout" },
            pilot: { autoscaleMin: 3 },
        };
        assert.deepEqual(valuesLeft("istiod", values), {
            global: { proxy: { logLevel: "info" } },
            pilot: { autoscaleMin: 3 },
        });
    });

    it("leaves what says Istio's own default, so that the text of what is rendered stays", () => {
        const values = {
            meshConfig: { outboundTrafficPolicy: { mode: "ALLOW_ANY" } },
            global: { network: "" },
        };
        assert.deepEqual(valuesLeft("istiod", values), values);
    });

    it("leaves an empty object that was empty before", () => {
        assert.deepEqual(valuesLeft("istiod", { gateways: { "istio-egressgateway": {} } }), {
            gateways: { "istio-egressgateway": {} },
        });
    });

    it("leaves what base and cni were given beyond what is decided", () => {
        const base = {
            defaultRevision: "default",
            global: { istioNamespace: "istio-system" },
            validationURL: "x",
        };
        assert.deepEqual(valuesLeft("base", base), { validationURL: "x" });
        assert.deepEqual(valuesLeft("base", { defaultRevision: "" }), { defaultRevision: "" });
        assert.deepEqual(valuesLeft("cni", { global: { hub: "x", tag: "y" }, ambient: { enabled: true } }), {
            ambient: { enabled: true },
        });
    });
});
