import assert from "node:assert/strict";
import { controlPlaneArgs, gatewayArgs } from "../../../components/mesh/istio-args";
import { istiodValues } from "../../../lifecycle/mesh/helm-values";
import { controlPlaneTarget } from "../../../lifecycle/mesh/target";
import type { StackSettings } from "../../../lifecycle/settings/settings";
import { parseSettings } from "../../../lifecycle/settings/settings-parse";
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
    const written = (name: string, change: object): StackSettings =>
        parseSettings(
            "dev",
            JSON.stringify({
                config: {
                    "windlass:cluster": { name: "dev-1", kubernetes: "1.34", network: "east" },
                    "windlass:istio": { range: "~1.31.0" },
                    "windlass:gateways": { [name]: change },
                },
            }),
        );
    const argsOf = (settings: StackSettings, lock = exampleLock("1.31.1", "1.30.3")) => {
        const [gateway] = settings.gateways;
        assert.ok(gateway);
        return gatewayArgs(settings, lock, gateway);
    };

    it("follows the proxies, not the control plane", () => {
        const { version, revision, values } = argsOf(exampleSettings());
        assert.deepEqual([version, revision], ["1.30.3", "default"]);
        assert.deepEqual(values, {
            podAnnotations: { "sidecar.istio.io/proxyImage": "docker.io/istio/proxyv2:1.30.3-distroless" },
        });
    });

    it("has the pin and the revision of its own where it is ahead", () => {
        const settings = written("egress", { kind: "egress" });
        const pins = exampleLock("1.31.1", "1.31.1");
        const gateway = { version: "1.30.3", since: "2026-11-21" };
        const gateways = { egress: { version: "1.31.1", since: "2026-11-22" } };
        const lock = { ...pins, istio: { ...pins.istio, gateway, gateways } };
        assert.equal(argsOf(settings, lock).version, "1.31.1");
    });

    it("is the same for windlass:gateway and for windlass:gateways.ingress", () => {
        const short = exampleSettings({ gateway: { tlsSecret: "shop-tls" }, cluster: { network: "east" } });
        const long = written("ingress", { hosts: ["shop.example.com"], tlsSecret: "shop-tls" });
        const { charts: _, ...one } = argsOf(short);
        const { charts: __, ...other } = argsOf({ ...long, istio: { ...long.istio, hub: short.istio.hub } });
        assert.deepEqual(one, other);
    });

    it("hands on hosts, certificates and issuers as the settings have them", () => {
        const servers = [
            { hosts: ["b.example.com"], tlsSecret: "b", issuer: { name: "corp", kind: "Issuer" } },
        ];
        const {
            hosts,
            tlsSecret,
            issuer,
            servers: others,
        } = argsOf(
            written("shop", { hosts: ["a.example.com"], tlsSecret: "a", issuer: { name: "le" }, servers }),
        );
        assert.deepEqual(
            [hosts, tlsSecret, issuer],
            [["a.example.com"], "a", { kind: "ClusterIssuer", name: "le" }],
        );
        assert.deepEqual(others, [
            { hosts: ["b.example.com"], tlsSecret: "b", issuer: { kind: "Issuer", name: "corp" } },
        ]);
    });
});
