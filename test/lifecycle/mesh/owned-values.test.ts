import assert from "node:assert/strict";
import { refuseOwnedValues } from "../../../lifecycle/mesh/owned-values";
import type { JsonObject } from "../../../lifecycle/kit/json";
import { exampleSettings } from "../../support/example-stack";

const OURS: JsonObject = {
    global: { hub: "docker.io/istio", proxy: { clusterDomain: "cluster.local" } },
    pilot: { env: { A: "1" } },
};

function refuse(values: JsonObject): void {
    refuseOwnedValues(exampleSettings({ istio: { values } }), OURS, OURS);
}

describe("refuseOwnedValues", () => {
    const free: readonly JsonObject[] = [
        {},
        { pilot: { env: { B: "2" }, resources: {} } },
        { global: { proxy: { logLevel: "info" } } },
        { meshConfig: { defaultConfig: { concurrency: 2 }, outboundTrafficPolicy: {} } },
        { resources: { requests: { cpu: "50m" } } },
        { compatibilityVersion: "1.30" },
    ];
    for (const values of free) {
        it(`lets ${JSON.stringify(values)} pass`, () => {
            refuse(values);
        });
    }

    const FILE = "stacks/Pulumi.dev.yaml: istio.values";
    const refused: readonly (readonly [values: JsonObject, message: string])[] = [
        [{ global: { hub: "x" } }, `${FILE}.global.hub: "x": is decided by Windlass. Set istio.hub.`],
        [
            { pilot: { tag: "1.30.0" } },
            `${FILE}.pilot.tag: "1.30.0": is decided by Windlass. Set istio.range and run windlass update.`,
        ],
        [{ revision: "canary" }, `${FILE}.revision: "canary": is decided by Windlass. Set istio.strategy.`],
        [
            { meshConfig: { trustDomain: null } },
            `${FILE}.meshConfig.trustDomain: null: is decided by Windlass. Set cluster.trustDomain.`,
        ],
        [
            { pilot: { cni: { enabled: true } } },
            `${FILE}.pilot.cni.enabled: true: is decided by Windlass. Set istio.cni.`,
        ],
        [
            { env: { A: "2" } },
            `${FILE}.env: {"A":"2"}: is overwritten by pilot of the istiod chart. Write it as pilot.env.`,
        ],
        [
            { resources: {}, pilot: { resources: { limits: {} } } },
            `${FILE}.resources: {}: is overwritten by pilot of the istiod chart. Write it as pilot.resources.`,
        ],
        [{ global: null }, `${FILE}.global: null: must be a mapping. Write its keys below it.`],
        [{ global: { proxy: [] } }, `${FILE}.global.proxy: []: must be a mapping. Write its keys below it.`],
    ];
    for (const [values, message] of refused) {
        it(`refuses ${JSON.stringify(values)}`, () => {
            assert.throws(() => refuse(values), { name: "WindlassError", message });
        });
    }

    it("makes all complaints at once", () => {
        assert.throws(() => refuse({ tag: "x", global: { network: "n" }, env: {} }), {
            message: [
                `${FILE}.tag: "x": is decided by Windlass. Set istio.range and run windlass update.`,
                `${FILE}.global.network: "n": is decided by Windlass. Set cluster.network.`,
                `${FILE}.env: {}: is overwritten by pilot of the istiod chart. Write it as pilot.env.`,
            ].join("\n"),
        });
    });
});
