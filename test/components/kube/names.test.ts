import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { logicalName, type ObjectIdentity } from "../../../components/kube/names";

function object(apiVersion: string, kind: string, name: string, namespace?: string): ObjectIdentity {
    return { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) } };
}

const cases = [
    { of: object("v1", "Service", "podinfo", "frontend"), is: "frontend/podinfo-service" },
    { of: object("apps/v1", "Deployment", "podinfo", "frontend"), is: "frontend/podinfo-deployment" },
    { of: object("flagger.app/v1beta1", "Canary", "podinfo", "a"), is: "a/podinfo-canary.flagger.app" },
    { of: object("networking.istio.io/v1", "Gateway", "g", "a"), is: "a/g-gateway.networking.istio.io" },
    {
        of: object("gateway.networking.k8s.io/v1", "Gateway", "g", "a"),
        is: "a/g-gateway.gateway.networking.k8s.io",
    },
    { of: object("v1", "Namespace", "frontend"), is: "frontend-namespace" },
];

const label = fc.stringMatching(/^[a-z]([a-z-]{0,3}[a-z])?$/);
const identity = fc.record({
    apiVersion: fc.constantFrom("v1", "apps/v1", "networking.istio.io/v1", "gateway.networking.k8s.io/v1"),
    kind: fc.constantFrom("Service", "Gateway", "Deployment"),
    metadata: fc.record({ name: label, namespace: fc.option(label, { nil: undefined }) }),
});

describe("logicalName", () => {
    for (const { of, is } of cases) {
        it(`names ${of.apiVersion} ${of.kind} ${of.metadata.name} as ${is}`, () => {
            assert.equal(logicalName(of), is);
        });
    }

    it("does not change with the API version", () => {
        const names = ["v1beta1", "v1"].map((version) =>
            logicalName(object(`networking.istio.io/${version}`, "Gateway", "g", "a")),
        );

        assert.equal(names[0], names[1]);
    });

    it("tells namespaces and names with hyphens apart", () => {
        const one = logicalName(object("v1", "Service", "b-c", "a"));
        const other = logicalName(object("v1", "Service", "c", "a-b"));

        assert.notEqual(one, other);
    });

    it("gives two objects one name only when namespace, name, group and kind are the same", () => {
        const key = ({ apiVersion, kind, metadata }: ObjectIdentity) =>
            [apiVersion.includes(".") ? apiVersion : "", kind, metadata.namespace ?? "", metadata.name].join(
                " ",
            );

        fc.assert(
            fc.property(identity, identity, (one, other) => {
                assert.equal(logicalName(one) === logicalName(other), key(one) === key(other));
            }),
        );
    });
});
