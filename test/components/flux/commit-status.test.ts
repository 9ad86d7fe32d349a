import * as assert from "node:assert/strict";
import {
    commitStatusAlert,
    commitStatusProvider,
    namespacesStatusAlert,
} from "../../../components/flux/commit-status";
import { asSent } from "../../support/as-sent";
import { validateObject } from "../../support/crd-schema";

const args = { url: "https://github.com/example/mesh", secret: "github", cluster: "production" };

describe("commitStatusProvider", () => {
    it("writes a status for each layer, named after the cluster", () => {
        const object = asSent(commitStatusProvider(args));

        assert.deepEqual(object, {
            apiVersion: "notification.toolkit.fluxcd.io/v1beta3",
            kind: "Provider",
            metadata: { name: "windlass", namespace: "flux-system" },
            spec: {
                type: "github",
                address: "https://github.com/example/mesh",
                secretRef: { name: "github" },
                commitStatusExpr:
                    "'windlass/production/' + (event.involvedObject.name in ['system', 'gateways'] ? event.involvedObject.name : 'workloads')",
            },
        });
        assert.deepEqual(validateObject(object), []);
    });

    const addresses: readonly [url: string, address: string][] = [
        ["https://github.com/example/mesh.git", "https://github.com/example/mesh"],
        ["https://github.example.com:8443/example/mesh/", "https://github.example.com:8443/example/mesh"],
        ["ssh://git@github.com/example/mesh.git", "https://github.com/example/mesh"],
        ["ssh://git@ssh.github.example.com:2222/example/mesh", "https://ssh.github.example.com/example/mesh"],
    ];
    for (const [url, address] of addresses) {
        it(`writes to ${address} where Flux reads ${url}`, () => {
            const { spec } = commitStatusProvider({ ...args, url });

            assert.equal((spec as { address: string }).address, address);
        });
    }
});

describe("commitStatusAlert", () => {
    it("tells of every layer, good and bad", () => {
        const object = commitStatusAlert(["system", "gateways"]);

        assert.deepEqual(object.spec, {
            providerRef: { name: "windlass" },
            eventSeverity: "info",
            eventSources: [
                { kind: "Kustomization", name: "system" },
                { kind: "Kustomization", name: "gateways" },
            ],
        });
        assert.deepEqual(validateObject(object), []);
    });
});

describe("namespacesStatusAlert", () => {
    it("tells what fails, and leaves what is well to the layer: hundreds of statuses are more than a forge takes", () => {
        const object = namespacesStatusAlert();

        assert.deepEqual(validateObject(object), []);
        assert.equal((object.spec as { eventSeverity: string }).eventSeverity, "error");
        assert.deepEqual((object.spec as { eventSources: object[] }).eventSources, [
            { kind: "Kustomization", name: "workload-namespaces" },
            { kind: "Kustomization", name: "*", matchLabels: { "windlass.dev/delivers": "workloads" } },
        ]);
    });
});
