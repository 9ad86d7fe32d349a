import assert from "node:assert/strict";

import { withApiDefaults } from "../../../lifecycle/sidecars/api-defaults";

const grpc = { port: 9000 };

describe("withApiDefaults", () => {
    for (const list of ["containers", "initContainers"] as const) {
        for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"] as const) {
            it(`gives a ${probe} of ${list} a second, or it would be asked with no time at all`, () => {
                const template = { spec: { [list]: [{ name: "app", [probe]: { grpc } }] } };

                assert.deepEqual(withApiDefaults(template), {
                    spec: { [list]: [{ name: "app", [probe]: { grpc, timeoutSeconds: 1 } }] },
                });
            });
        }
    }

    it("takes zero for nothing, as Kubernetes does, and keeps every other time", () => {
        const probes = {
            livenessProbe: { grpc, timeoutSeconds: 0 },
            readinessProbe: { grpc, timeoutSeconds: 5 },
        };

        assert.deepEqual(withApiDefaults({ spec: { containers: [probes] } }), {
            spec: { containers: [{ ...probes, livenessProbe: { grpc, timeoutSeconds: 1 } }] },
        });
    });

    it("says that a port is TCP, unless it is not", () => {
        const ports = [{ containerPort: 80 }, { containerPort: 53, protocol: "UDP" }];

        assert.deepEqual(withApiDefaults({ spec: { containers: [{ ports }] } }), {
            spec: { containers: [{ ports: [{ containerPort: 80, protocol: "TCP" }, ports[1]] }] },
        });
    });

    it("changes nothing else, whatever it is", () => {
        const templates = [
            {},
            { metadata: { labels: { app: "a" } } },
            { spec: {} },
            { spec: { containers: null } },
            { spec: { containers: ["no container", { name: "app" }, { livenessProbe: null, ports: null }] } },
            { spec: { containers: [{ lifecycle: { preStop: { httpGet: { port: 80 } } } }] } },
        ] as Parameters<typeof withApiDefaults>[0][];

        for (const template of templates) assert.deepEqual(withApiDefaults(template), template);
    });
});
