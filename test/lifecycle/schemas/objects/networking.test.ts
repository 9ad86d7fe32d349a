import assert from "node:assert/strict";
import { ingress, networkPolicy, service } from "../../../../lifecycle/schemas/objects/networking";
import { faultsOf } from "../../../support/object-faults";

const spec = (text: string) => `{metadata: {name: a}, spec: {${text}}}`;
const backend = (text: string) =>
    spec(`rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {${text}}}]}}]`);

describe("service", () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
        ["ports: [{port: 80}]", []],
        ["selector: {app: a}", ["spec.ports: must have at least one port"]],
        ["clusterIP: None", []],
        ["type: ExternalName", ["spec.externalName: is required for a Service of type ExternalName"]],
        [
            "ports: [{port: 80, name: a}, {port: 81}]",
            ["spec.ports.1.name: is required where a Service has several ports"],
        ],
        [
            "ports: [{port: 80, name: a}, {port: 81, name: a}]",
            ["spec.ports.1.name: is the name of another port of the Service"],
        ],
        ["ports: [{port: 0}]", ["spec.ports.0.port: must be a port from 1 to 65535"]],
        ["ports: [{port: 80, targetPort: 0}]", []],
        [
            "ports: [{port: 80, nodePort: 30080}]",
            ["spec.ports.0.nodePort: may only be set for a Service of type NodePort or LoadBalancer"],
        ],
        ["type: NodePort, ports: [{port: 80, nodePort: 30080}]", []],
    ];
    for (const [text, faults] of cases) {
        it(`${faults.length > 0 ? "refuses" : "takes"} ${text}`, () =>
            assert.deepEqual(faultsOf(service, spec(text)), faults));
    }
});

describe("ingress", () => {
    it("leads somewhere", () => {
        assert.deepEqual(faultsOf(ingress, spec("")), ["spec: needs rules or a defaultBackend"]);
        assert.deepEqual(
            faultsOf(ingress, spec("defaultBackend: {service: {name: a, port: {number: 80}}}")),
            [],
        );
        assert.deepEqual(faultsOf(ingress, backend("")), [
            "spec.rules.0.http.paths.0.backend: needs a service or a resource",
        ]);
        assert.deepEqual(faultsOf(ingress, backend("service: {name: a}")), [
            "spec.rules.0.http.paths.0.backend.service.port: needs the number or the name of a port",
        ]);
        assert.deepEqual(faultsOf(ingress, backend("service: {name: a, port: {name: http}}")), []);
    });

    it("has paths that begin with a slash", () => {
        const path = (text: string) => spec(`rules: [{http: {paths: [{${text}, backend: {resource: {}}}]}}]`);
        assert.deepEqual(faultsOf(ingress, path("path: shop, pathType: Exact")), [
            "spec.rules.0.http.paths.0.path: must begin with / where pathType is Exact",
        ]);
        assert.deepEqual(faultsOf(ingress, path("pathType: ImplementationSpecific")), []);
    });
});

describe("networkPolicy", () => {
    it("names peers", () => {
        assert.deepEqual(faultsOf(networkPolicy, spec("ingress: [{from: [{}]}]")), [
            "spec.ingress.0.from.0: must select pods, namespaces or a block of addresses",
        ]);
        assert.deepEqual(
            faultsOf(networkPolicy, spec("egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]")),
            ["spec.egress.0.to.0.ipBlock: may not stand beside a selector"],
        );
        assert.deepEqual(
            faultsOf(
                networkPolicy,
                spec("ingress: [{}], egress: [{to: [{namespaceSelector: {}, podSelector: {}}]}]"),
            ),
            [],
        );
    });
});
