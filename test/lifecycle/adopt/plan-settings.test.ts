import assert from "node:assert/strict";

import { choosePins } from "../../../lifecycle/adopt/choose-pins";
import type { FoundMesh } from "../../../lifecycle/adopt/found-mesh";
import {
    formatSettings,
    istiodRelease,
    meshMode,
    planSettings,
    releaseOf,
} from "../../../lifecycle/adopt/plan-settings";
import type { JsonObject } from "../../../lifecycle/kit/json";
import { parseSettings } from "../../../lifecycle/settings/settings-parse";
import { foundIstiod, foundMesh, foundRelease } from "../../support/found-mesh";

function plan(overrides: Partial<FoundMesh> = {}): JsonObject {
    const found = foundMesh(overrides);
    const { pins } = choosePins(found);
    assert.ok(pins);
    return planSettings({ context: "prod", found, pins });
}

describe("planSettings", () => {
    it("says what runs, and nothing stricter", () => {
        assert.deepEqual(plan(), {
            "windlass:delivery": "pulumi",
            "windlass:handover": "adoption",
            "windlass:cluster": { name: "Kubernetes", kubernetes: "1.34", context: "prod" },
            "windlass:istio": {
                range: "~1.31",
                strategy: "in-place",
                hub: "docker.io/istio",
                variant: "",
                mtls: "PERMISSIVE",
                outboundTraffic: "ALLOW_ANY",
                accessLog: "",
                defaults: "chart",
            },
            "windlass:gateway": { enabled: false },
            "windlass:workloads": { mode: "webhook", apps: [] },
        });
    });

    it("says in settings what has one, in values what has none, and keeps releases' names", () => {
        const values = {
            global: { multiCluster: { clusterName: "eu-1" }, network: "eu", variant: "distroless" },
            meshConfig: {
                trustDomain: "corp",
                accessLogFile: "/dev/stdout",
                outboundTrafficPolicy: { mode: "REGISTRY_ONLY" },
            },
            pilot: { cni: { enabled: true }, autoscaleMin: 3 },
        };
        const settings = plan({
            istiods: [foundIstiod({ release: "istio", values })],
            releases: [
                foundRelease("base", { name: "crds", values: { validationURL: "x" } }),
                foundRelease("istiod", { name: "istio", storage: "flux-system" }),
                foundRelease("cni", { name: "istio-cni" }),
            ],
            peerAuthentications: [
                { namespace: "istio-system", name: "default", mode: "STRICT", isWhole: true },
            ],
            flux: { version: "2.8.1", way: "flux bootstrap", releases: [] },
            flagger: {
                namespace: "flagger",
                name: "flagger",
                version: "1.43.0",
                prometheus: "http://p:9090",
            },
        });
        assert.deepEqual(settings["windlass:cluster"], {
            name: "eu-1",
            kubernetes: "1.34",
            context: "prod",
            network: "eu",
            trustDomain: "corp",
        });
        assert.deepEqual(settings["windlass:istio"], {
            range: "~1.31",
            strategy: "in-place",
            hub: "docker.io/istio",
            variant: "distroless",
            cni: true,
            mtls: "STRICT",
            outboundTraffic: "REGISTRY_ONLY",
            accessLog: "/dev/stdout",
            defaults: "chart",
            values: { pilot: { autoscaleMin: 3 } },
            releases: {
                base: { name: "crds", values: { validationURL: "x" } },
                istiod: { default: { name: "istio", storage: "flux-system" } },
            },
        });
        assert.deepEqual(settings["windlass:flux"], { range: "~2.8", bootstrap: "none" });
        assert.deepEqual(settings["windlass:flagger"], {
            range: "~1.43",
            bootstrap: "none",
            prometheus: "http://p:9090",
        });
    });
});

describe("formatSettings", () => {
    it("is a stack file that reads back", () => {
        const settings = parseSettings("prod", formatSettings(plan()));
        assert.equal(settings.istio.defaults, "chart");
        assert.equal(settings.istio.accessLog, undefined);
        assert.equal(settings.cluster.name, "Kubernetes");
    });
});

describe("meshMode", () => {
    it("is that of the policy of the root namespace, by the name default first", () => {
        const policy = (name: string, mode: string, namespace = "istio-system", isWhole = true) => ({
            name,
            mode,
            namespace,
            isWhole,
        });
        const of = (...peerAuthentications: FoundMesh["peerAuthentications"]) =>
            meshMode(foundMesh({ peerAuthentications }));
        assert.equal(of(policy("a", "PERMISSIVE"), policy("default", "STRICT")), "STRICT");
        assert.equal(
            of(policy("a", "STRICT", "shop"), policy("b", "STRICT", "istio-system", false)),
            undefined,
        );
    });
});

describe("releaseOf and istiodRelease", () => {
    it("are the releases of a chart, and of one istiod", () => {
        const found = foundMesh();
        assert.equal(releaseOf(found, "base")?.name, "istio-base");
        assert.equal(releaseOf(found, "cni"), undefined);
        assert.equal(istiodRelease(found, "istiod")?.chart, "istiod");
        assert.equal(istiodRelease(found, "istio"), undefined);
    });
});
