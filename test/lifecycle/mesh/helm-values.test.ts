import assert from "node:assert/strict";
import { valueAt } from "../../../lifecycle/mesh/deep-merge";
import { baseValues, cniValues, istiodValues } from "../../../lifecycle/mesh/helm-values";
import { controlPlaneTarget } from "../../../lifecycle/mesh/target";
import type { JsonObject } from "../../../lifecycle/kit/json";
import type { ClusterSettings } from "../../../lifecycle/settings/settings";
import { type ExampleOverrides, exampleLock, exampleSettings } from "../../support/example-stack";

function istiod(overrides: ExampleOverrides = {}): JsonObject {
    const settings = exampleSettings(overrides);
    return istiodValues(settings, controlPlaneTarget(settings, exampleLock()));
}

describe("istiodValues", () => {
    it("are these for a stack with defaults everywhere", () => {
        assert.deepEqual(istiod(), {
            revision: "",
            global: {
                hub: "docker.io/istio",
                tag: "1.31.1",
                variant: "distroless",
                istioNamespace: "istio-system",
                multiCluster: { clusterName: "dev-1" },
                network: "",
                meshID: "",
                networkPolicy: { enabled: true },
                proxy: { clusterDomain: "cluster.local", seccompProfile: { type: "RuntimeDefault" } },
            },
            meshConfig: {
                trustDomain: "cluster.local",
                accessLogFile: "/dev/stdout",
                outboundTrafficPolicy: { mode: "REGISTRY_ONLY" },
                pathNormalization: { normalization: "MERGE_SLASHES" },
                enablePrometheusMerge: true,
            },
            pilot: {
                autoscaleMin: 2,
                autoscaleMax: 5,
                cni: { enabled: false },
                env: { ENABLE_NATIVE_SIDECARS: "true" },
                seccompProfile: { type: "RuntimeDefault" },
            },
            gateways: { seccompProfile: { type: "RuntimeDefault" } },
        });
    });

    const settingToValue: readonly (readonly [overrides: ExampleOverrides, path: string, value: unknown])[] =
        [
            [{ istio: { strategy: "revisions" } }, "revision", "1-31-1"],
            [{ istio: { cni: true } }, "pilot.cni.enabled", true],
            [
                { istio: { outboundTraffic: "ALLOW_ANY" } },
                "meshConfig.outboundTrafficPolicy.mode",
                "ALLOW_ANY",
            ],
            [{ istio: { accessLog: "" } }, "meshConfig.accessLogFile", ""],
            [{ cluster: { name: "eu-1" } }, "global.multiCluster.clusterName", "eu-1"],
            [{ cluster: { network: "vpc-1" } }, "global.network", "vpc-1"],
            [{ cluster: { meshId: "acme" } }, "global.meshID", "acme"],
            [{ cluster: { trustDomain: "acme.example" } }, "meshConfig.trustDomain", "acme.example"],
            [{ cluster: { domain: "k8s.acme.example" } }, "global.proxy.clusterDomain", "k8s.acme.example"],
            [{ cluster: { kubernetes: "1.32" } }, "pilot.env.ENABLE_NATIVE_SIDECARS", "false"],
            [
                { cluster: { kubernetes: "1.32" } },
                "meshConfig.defaultConfig.holdApplicationUntilProxyStarts",
                true,
            ],
            [{ istio: { values: { pilot: { autoscaleMin: 1 } } } }, "pilot.autoscaleMin", 1],
            [
                { istio: { values: { pilot: { env: { X: "y" } } } } },
                "pilot.env",
                { ENABLE_NATIVE_SIDECARS: "true", X: "y" },
            ],
        ];
    for (const [overrides, path, value] of settingToValue) {
        it(`have ${JSON.stringify(value)} at ${path} for ${JSON.stringify(overrides)}`, () => {
            assert.deepEqual(valueAt(istiod(overrides), path.split(".")), value);
        });
    }

    it("stand nowhere but below the top-level keys that both the chart and istioctl know", () => {
        const known = ["gateways", "global", "pilot", "meshConfig", "revision"];
        assert.deepEqual(Object.keys(istiod()).sort(), known.sort());
    });

    it("refuse a user's value that Windlass owns", () => {
        assert.throws(() => istiod({ istio: { values: { global: { tag: "latest" } } } }), {
            message:
                'stacks/Pulumi.dev.yaml: istio.values.global.tag: "latest": is decided by Windlass. ' +
                "Set istio.range and run windlass update.",
        });
    });
});

describe("istiodValues of a chart as others have installed it", () => {
    const asFound = {
        defaults: "chart",
        variant: "",
        mtls: "PERMISSIVE",
        outboundTraffic: "ALLOW_ANY",
        accessLog: undefined,
    } as const;
    const valuesOf = (cluster: Partial<ClusterSettings>, values: JsonObject = {}): JsonObject => {
        const settings = exampleSettings({ cluster, istio: { ...asFound, values } });
        const { revision } = controlPlaneTarget(settings, exampleLock());
        return istiodValues(settings, {
            revision,
            version: "1.31.1",
            hub: "docker.io/istio",
            variant: "",
        });
    };

    it("are the images and nothing that Istio's own default says", () => {
        assert.deepEqual(valuesOf({ name: "Kubernetes" }), {
            global: { hub: "docker.io/istio", tag: "1.31.1" },
        });
    });

    it("have what the settings say beyond that, and what was found word for word", () => {
        const found = {
            pilot: { autoscaleMin: 4 },
            meshConfig: { outboundTrafficPolicy: { mode: "ALLOW_ANY" } },
        };
        assert.deepEqual(valuesOf({ name: "eu-1", network: "eu" }, found), {
            global: {
                hub: "docker.io/istio",
                tag: "1.31.1",
                multiCluster: { clusterName: "eu-1" },
                network: "eu",
            },
            ...found,
        });
    });

    it("refuse what says otherwise than a setting", () => {
        const found = { meshConfig: { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } } };
        assert.throws(() => valuesOf({}, found), /outboundTrafficPolicy\.mode.*is decided by Windlass/);
    });
});

describe("baseValues", () => {
    it("name the revision that validates as the base chart spells it: default, not empty", () => {
        assert.deepEqual(baseValues({ revision: "default" }), {
            defaultRevision: "default",
            global: { istioNamespace: "istio-system" },
        });
        assert.equal(baseValues({ revision: "1-31-1" })["defaultRevision"], "1-31-1");
    });
});

describe("cniValues", () => {
    it("are the images and the network policy", () => {
        assert.deepEqual(cniValues(exampleSettings(), controlPlaneTarget(exampleSettings(), exampleLock())), {
            global: {
                hub: "docker.io/istio",
                tag: "1.31.1",
                variant: "distroless",
                networkPolicy: { enabled: true },
            },
        });
    });
});
