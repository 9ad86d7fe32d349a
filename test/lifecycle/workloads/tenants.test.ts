import assert from "node:assert/strict";

import type { Manifest } from "../../../lifecycle/workloads/manifest";
import type { Scopes } from "../../../lifecycle/workloads/scopes";
import { tenantFault, tenantOfApp, tenantsByNamespace } from "../../../lifecycle/workloads/tenants";
import { exampleSettings } from "../../support/example-stack";

const TENANT = { name: "payments", namespaces: ["pay", "pay-jobs"] };
const PLATFORM = new Set(["istio-system", "flagger-system", "istio-ingress"]);
const SCOPES: Scopes = {
    scopeOf: ({ kind }) => (["Namespace", "ClusterRole"].includes(kind) ? "Cluster" : "Namespaced"),
};

function object(
    apiVersion: string,
    kind: string,
    spec: object = {},
    namespace: string | undefined = "pay",
): Manifest {
    return { apiVersion, kind, metadata: { name: "a", namespace }, spec };
}
function reasonOf(manifest: Manifest): string | undefined {
    return tenantFault({ manifest }, TENANT, { scopes: SCOPES, platform: PLATFORM })?.reason;
}

const NET = "networking.istio.io/v1";
const cases: readonly (readonly [what: string, Manifest, RegExp | undefined])[] = [
    ["its own workload", object("apps/v1", "Deployment"), undefined],
    ["its other namespace", object("v1", "Service", {}, "pay-jobs"), undefined],
    [
        "an object of others' namespaces",
        object("v1", "Service", {}, "shop"),
        /^it is in shop, and payments has pay, pay-jobs alone$/,
    ],
    [
        "an object of the cluster",
        { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "a" } },
        /^it is of the whole cluster/,
    ],
    [
        "a Namespace",
        { apiVersion: "v1", kind: "Namespace", metadata: { name: "pay" } },
        /^it is of the whole cluster/,
    ],
    [
        "a route to somebody else's service",
        object(NET, "VirtualService", {
            hosts: ["a.pay.svc.cluster.local"],
            http: [{ route: [{ destination: { host: "b.shop.svc.cluster.local" } }] }],
        }),
        undefined,
    ],
    [
        "a VirtualService for somebody else's host",
        object(NET, "VirtualService", { hosts: ["a.pay.svc", "b.shop.svc.cluster.local"] }),
        /how every proxy reaches b\.shop\.svc\.cluster\.local/,
    ],
    ["a rule for every host", object(NET, "DestinationRule", { host: "*" }), /how every proxy reaches \*/],
    ["a host outside of the mesh", object(NET, "ServiceEntry", { hosts: ["api.example.com"] }), undefined],
    [
        "a Gateway of Istio's",
        object(NET, "Gateway", { selector: { istio: "ingress" } }),
        /gateways of the whole mesh/,
    ],
    [
        "a release with Flux's own rights",
        object("helm.toolkit.fluxcd.io/v2", "HelmRelease", {}),
        /applied with the rights of Flux itself/,
    ],
    [
        "a release from somebody else's source",
        object("helm.toolkit.fluxcd.io/v2", "HelmRelease", {
            serviceAccountName: "deployer",
            chart: { spec: { sourceRef: { kind: "HelmRepository", name: "x", namespace: "shop" } } },
        }),
        /^its sourceRef leads into shop/,
    ],
    [
        "a Canary that the platform's metrics measure",
        object("flagger.app/v1beta1", "Canary", {
            analysis: { metrics: [{ templateRef: { name: "m", namespace: "flagger-system" } }] },
        }),
        undefined,
    ],
    [
        "a Secret of the platform's",
        object("example.com/v1", "Widget", { secretRef: { name: "m", namespace: "flagger-system" } }),
        /^its secretRef leads into flagger-system/,
    ],
    [
        "a route at the platform's gateway",
        object("gateway.networking.k8s.io/v1", "HTTPRoute", {
            parentRefs: [{ name: "ingress", namespace: "istio-ingress" }],
            rules: [{ backendRefs: [{ name: "a", port: 80 }] }],
        }),
        undefined,
    ],
    [
        "a backend of somebody else's",
        object("gateway.networking.k8s.io/v1", "HTTPRoute", {
            rules: [{ backendRefs: [{ name: "a", namespace: "shop", port: 80 }] }],
        }),
        /^its backendRefs leads into shop/,
    ],
];

describe("tenantFault", () => {
    for (const [what, manifest, said] of cases) {
        it(`${said === undefined ? "passes" : "refuses"} ${what}`, () => {
            const reason = reasonOf(manifest);
            if (said === undefined) assert.equal(reason, undefined);
            else assert.match(reason ?? "", said);
        });
    }
});

describe("tenantOfApp", () => {
    it("knows whose an app and a namespace are", () => {
        const base = exampleSettings();
        const tenants = { payments: { apps: ["checkout"], namespaces: ["pay", "pay-jobs"] } };
        const settings = { ...base, workloads: { ...base.workloads, tenants } };

        assert.deepEqual(tenantOfApp(settings, "checkout"), TENANT);
        assert.equal(tenantOfApp(settings, "frontend"), undefined);
        assert.equal(tenantOfApp(base, "checkout"), undefined);
        assert.deepEqual(
            [...tenantsByNamespace(settings)],
            [
                ["pay", "payments"],
                ["pay-jobs", "payments"],
            ],
        );
    });
});
