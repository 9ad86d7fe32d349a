import assert from "node:assert/strict";
import { meshValues } from "../../../../lifecycle/policy/rules/mesh-values";
import type { Manifest } from "../../../../lifecycle/workloads/manifest";

const release = (values: object, chart = "istiod", name = "istiod"): Manifest => ({
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name, namespace: "istio-system" },
    spec: { chart: { spec: { chart } }, values },
});
const judge = (...objects: Manifest[]) => meshValues.judge(objects, { gitNamespaces: new Set() });
const proxy = (values: object) => ({ global: { proxy: values } });

describe("mesh-values", () => {
    const undoing: readonly (readonly [path: string, values: object])[] = [
        ["meshConfig.rootNamespace", { meshConfig: { rootNamespace: "mesh" } }],
        ["meshConfig.enableAutoMtls", { meshConfig: { enableAutoMtls: false } }],
        ["global.proxy.includeIPRanges", proxy({ includeIPRanges: "10.0.0.0/8" })],
        ["global.proxy.includeIPRanges", proxy({ includeIPRanges: "" })],
        ["global.proxy.excludeIPRanges", proxy({ excludeIPRanges: "10.0.0.0/8" })],
        ["global.proxy.includeInboundPorts", proxy({ includeInboundPorts: "80" })],
        ["global.proxy.excludeInboundPorts", proxy({ excludeInboundPorts: "9090" })],
        ["global.proxy.excludeOutboundPorts", proxy({ excludeOutboundPorts: "3306" })],
        ["global.proxy.autoInject", proxy({ autoInject: "disabled" })],
        [
            "sidecarInjectorWebhook.enableNamespacesByDefault",
            { sidecarInjectorWebhook: { enableNamespacesByDefault: true } },
        ],
    ];
    for (const [path, values] of undoing) {
        it(`refuses ${path}: ${JSON.stringify(values)}`, () => {
            const [violation, ...others] = judge(release(values));

            assert.deepEqual(others, []);
            assert.equal(violation?.object, "istio-system/HelmRelease/istiod");
            assert.ok(violation.reason.startsWith(`its value ${path}: `), violation.reason);
            assert.deepEqual(violation.setting, ["istio", "values", ...path.split(".")]);
        });
    }

    it("passes the chart's own defaults, written out", () => {
        const values = {
            meshConfig: { rootNamespace: "istio-system", enableAutoMtls: true },
            global: {
                proxy: {
                    includeIPRanges: "*",
                    excludeIPRanges: "",
                    includeInboundPorts: "*",
                    excludeInboundPorts: "",
                    excludeOutboundPorts: "",
                    autoInject: "enabled",
                },
            },
            sidecarInjectorWebhook: { enableNamespacesByDefault: false },
        };

        assert.deepEqual(judge(release(values)), []);
    });

    it("says it once for all revisions, and nothing of other charts", () => {
        const values = { meshConfig: { enableAutoMtls: false } };

        assert.equal(
            judge(release(values, "istiod", "istiod-1-31-1"), release(values, "istiod", "istiod-1-30-5"))
                .length,
            1,
        );
        assert.deepEqual(judge(release(values, "base")), []);
    });
});
