import * as assert from "node:assert/strict";
import { alertProvider, withAlerts } from "../../../components/flagger/alert-provider";
import { asSent } from "../../support/as-sent";
import { validateObject } from "../../support/crd-schema";

const canary = {
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata: { name: "web", namespace: "prod" },
    spec: { analysis: { interval: "1m" } },
};

describe("alertProvider", () => {
    it("leaves the address in the Secret", () => {
        const provider = alertProvider({ type: "slack", secret: "slack", channel: "mesh" });

        assert.deepEqual(provider.spec, { type: "slack", channel: "mesh", secretRef: { name: "slack" } });
        assert.deepEqual(validateObject(provider), []);
    });

    it("leaves the channel to the address", () => {
        const provider = alertProvider({ type: "discord", secret: "discord" });

        assert.deepEqual(asSent(provider).spec, { type: "discord", secretRef: { name: "discord" } });
    });
});

describe("withAlerts", () => {
    it("points a Canary at the stack's provider and leaves the original alone", () => {
        const before = structuredClone(canary);

        assert.deepEqual(withAlerts(canary).spec, {
            analysis: {
                interval: "1m",
                alerts: [
                    {
                        name: "alerts",
                        severity: "info",
                        providerRef: { name: "alerts", namespace: "flagger-system" },
                    },
                ],
            },
        });
        assert.deepEqual(canary, before);
    });

    it("keeps the alerts a Canary has", () => {
        const own = {
            ...canary,
            spec: { analysis: { alerts: [{ name: "own", providerRef: { name: "own" } }] } },
        };

        assert.equal(withAlerts(own), own);
    });
});
