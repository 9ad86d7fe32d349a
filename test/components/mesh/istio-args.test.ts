import assert from "node:assert/strict";
import { controlPlaneArgs, gatewayArgs } from "../../../components/mesh/istio-args";
import { gatewayValues, istiodValues } from "../../../lifecycle/mesh/helm-values";
import { INGRESS } from "../../../lifecycle/mesh/ingress";
import { controlPlaneTarget, proxyTarget } from "../../../lifecycle/mesh/target";
import { exampleLock, exampleSettings } from "../../support/example-stack";

const CHARTS = "https://blob.istio.io/release/charts";

describe("controlPlaneArgs", () => {
    it("is one default revision in place, at the control plane's version", () => {
        const settings = exampleSettings();
        const lock = exampleLock("1.31.1", "1.30.3");
        assert.deepEqual(controlPlaneArgs(settings, lock), {
            version: "1.31.1",
            charts: CHARTS,
            chartsSecret: undefined,
            chartsCa: undefined,
            baseValues: { defaultRevision: "default", global: { istioNamespace: "istio-system" } },
            revisions: [
                {
                    version: "1.31.1",
                    name: "default",
                    values: istiodValues(settings, controlPlaneTarget(settings, lock)),
                    release: undefined,
                },
            ],
            cni: undefined,
            baseRelease: undefined,
            hardened: true,
            network: undefined,
            tags: undefined,
        });
    });

    it("goes on with releases that were there, under their names and with the charts' own values", () => {
        const settings = exampleSettings({
            istio: {
                cni: true,
                defaults: "chart",
                releases: {
                    base: { name: "crds", values: { validationURL: "x" } },
                    istiod: { default: { name: "istio", storage: "flux-system" } },
                    cni: { name: "node-agent", values: { ambient: { enabled: true } } },
                },
            },
        });
        const args = controlPlaneArgs(settings, exampleLock());
        assert.equal(args.hardened, false);
        assert.deepEqual(args.baseRelease, { releaseName: "crds", storageNamespace: undefined });
        assert.equal(args.baseValues?.["validationURL"], "x");
        assert.deepEqual(args.revisions?.[0]?.release, {
            releaseName: "istio",
            storageNamespace: "flux-system",
        });
        assert.deepEqual(args.cni?.values, {
            global: { hub: "docker.io/istio", tag: "1.31.1", variant: "distroless" },
            ambient: { enabled: true },
        });
    });

    it("gives base to the newest of two revisions, validation and the CNI to the one that runs already", () => {
        const settings = exampleSettings({ istio: { strategy: "revisions", cni: true } });
        const {
            version,
            baseValues,
            revisions = [],
            cni,
        } = controlPlaneArgs(settings, exampleLock("1.31.1", "1.30.3"));

        assert.equal(version, "1.31.1");
        assert.equal(baseValues?.["defaultRevision"], "1-30-3");
        assert.deepEqual(
            revisions.map(({ version, name, values }) => [version, name, String(values?.["revision"])]),
            [
                ["1.30.3", "1-30-3", "1-30-3"],
                ["1.31.1", "1-31-1", "1-31-1"],
            ],
        );
        assert.equal(cni?.version, "1.30.3");
    });

    const retirements = [
        ["older than the pins", "1.31.1", "1.30.3"],
        ["newer than the pins, on the way back", "1.30.3", "1.31.1"],
    ] as const;
    for (const [what, pinned, retiring] of retirements) {
        it(`declares a retiring revision ${what} as it was, beside the pinned one`, () => {
            const settings = exampleSettings({ istio: { strategy: "revisions", cni: true } });
            const pins = exampleLock(pinned);
            const lock = { ...pins, istio: { ...pins.istio, retiring } };
            const { version, baseValues, revisions = [], cni } = controlPlaneArgs(settings, lock);
            const before = controlPlaneArgs(settings, exampleLock("1.31.1", "1.30.3"));

            assert.deepEqual(
                revisions.map(({ version, name }) => [version, name]),
                [
                    ["1.30.3", "1-30-3"],
                    ["1.31.1", "1-31-1"],
                ],
            );
            assert.deepEqual({ revisions, cni }, { revisions: before.revisions, cni: before.cni });
            assert.equal(version, before.version);
            // What validates is the istiod that stays, so that the retiring one can go.
            assert.equal(baseValues?.["defaultRevision"], pinned.replaceAll(".", "-"));
        });
    }
});

describe("gatewayArgs", () => {
    it("follows the proxies, not the control plane", () => {
        const settings = exampleSettings({ gateway: { tlsSecret: "shop-tls" } });
        const lock = exampleLock("1.31.1", "1.30.3");
        assert.deepEqual(gatewayArgs(settings, lock), {
            releaseName: "istio-ingress",
            selector: "ingress",
            gatewayName: "public",
            revision: "default",
            namespace: "istio-ingress",
            charts: CHARTS,
            chartsSecret: undefined,
            chartsCa: undefined,
            version: "1.30.3",
            values: gatewayValues(settings, proxyTarget(settings, lock), INGRESS),
            hosts: ["shop.example.com"],
            tlsSecret: "shop-tls",
        });
    });
});
