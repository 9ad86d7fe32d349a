import assert from "node:assert/strict";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { renderedFiles } from "../../render/files";
import type { RenderedObjects } from "../../render/objects";

function rendered(workloads: readonly Manifest[], helm: RenderedObjects["helm"] = []): RenderedObjects {
    return { layers: { flux: [], system: [], gateways: [], workloads }, helm };
}

const object = (apiVersion: string, kind: string, name: string, namespace?: string): Manifest => ({
    apiVersion,
    kind,
    metadata: { name, ...(namespace ? { namespace } : {}) },
});

describe("renderedFiles", () => {
    it("writes each object to a file named for it, sorted by path", () => {
        const files = renderedFiles(
            rendered([
                object("v1", "Namespace", "prod"),
                object("networking.istio.io/v1", "Gateway", "public", "prod"),
                object("gateway.networking.k8s.io/v1", "Gateway", "public", "prod"),
                object("rbac.authorization.k8s.io/v1", "ClusterRole", "system:x/../y"),
            ]),
        );

        assert.deepEqual(
            [...files.keys()],
            [
                "workloads/_cluster/clusterrole-system_x_.._y.rbac.yaml",
                "workloads/prod/gateway-public.gateway.yaml",
                "workloads/prod/gateway-public.networking.yaml",
                "workloads/prod/namespace-prod.yaml",
            ],
        );
        assert.equal(
            files.get("workloads/prod/namespace-prod.yaml"),
            "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: prod\n",
        );
    });

    it("writes the Kustomizations of namespaces beside the layers, and a folder that holds no manifest", () => {
        const child = object(
            "kustomize.toolkit.fluxcd.io/v1",
            "Kustomization",
            "workloads-prod",
            "flux-system",
        );

        const files = renderedFiles({ ...rendered([]), namespaces: [child] });

        assert.deepEqual([...files.keys()], ["health/README.md", "namespaces/workloads-prod.yaml"]);
    });

    it("writes a tenant's namespace and the rights in it beside them, and not among the workloads", () => {
        const namespace = object("v1", "Namespace", "pay");
        const binding = object("rbac.authorization.k8s.io/v1", "RoleBinding", "windlass-tenant-a", "pay");

        const files = renderedFiles({
            ...rendered([namespace, object("v1", "Service", "a", "pay")]),
            namespaces: [namespace, binding],
        });

        assert.deepEqual(
            [...files.keys()],
            [
                "health/README.md",
                "namespaces/namespace-pay.yaml",
                "namespaces/pay-rolebinding-windlass-tenant-a.rbac.yaml",
                "workloads/pay/service-a.yaml",
            ],
        );
    });

    it("writes what Pulumi installs by Helm as a command no kubectl reads", () => {
        const inputs = {
            name: "op",
            chart: "oci://example.com/op",
            version: "0.1.0",
            namespace: "flux-system",
            values: { a: 1 },
        };

        const files = renderedFiles(rendered([], [{ layer: "flux", name: "flux-operator", inputs }]));

        assert.equal(
            files.get("flux/flux-operator.helm.txt"),
            "# Pulumi installs this release. The same by hand:\nhelm upgrade --install op oci://example.com/op --namespace flux-system --version 0.1.0 --values - <<'VALUES'\na: 1\nVALUES\n",
        );
    });

    it("writes what must stay as it was written in its own text, and only that", () => {
        const secret = object("v1", "Secret", "a", "prod");
        const written = new Map([["prod/a-secret", "# mine\nkind:   Secret\n"]]);

        const files = renderedFiles({ ...rendered([secret, object("v1", "Secret", "b", "prod")]), written });

        assert.equal(files.get("workloads/prod/secret-a.yaml"), "# mine\nkind:   Secret\n");
        assert.match(files.get("workloads/prod/secret-b.yaml") ?? "", /^apiVersion: v1\n/);
    });

    it("keeps the order of keys of what SOPS encrypted, where typed code made it", () => {
        const secret = {
            ...object("v1", "Secret", "a", "prod"),
            stringData: { z: "1", a: "2" },
            sops: { mac: "m" },
        };

        const text = renderedFiles(rendered([secret])).get("workloads/prod/secret-a.yaml") ?? "";

        assert.match(text, /stringData:\n {2}z: "1"\n {2}a: "2"\n/);
    });

    it("refuses two objects that would share a file", () => {
        const twice = object("v1", "Secret", "a", "prod");

        assert.throws(
            () => renderedFiles(rendered([twice, twice])),
            /one file: workloads\/prod\/secret-a\.yaml/,
        );
    });
});
