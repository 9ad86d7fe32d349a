import assert from "node:assert/strict";

import { allowedHostEntries } from "../../../components/security/allowed-hosts";
import { judgeObject } from "../../../lifecycle/schemas/judge-object";
import { exampleKinds } from "../../support/known-kinds";

describe("allowedHostEntries", () => {
    const entries = allowedHostEntries([
        "b.example.com",
        "*.example.org",
        "a.example.com:443",
        "a.example.com:80",
        "smtp.example.com:587/TCP",
    ]);

    it("makes one ServiceEntry for each port and protocol, with its hosts sorted", () => {
        assert.deepEqual(
            entries.map(({ metadata, spec }) => [metadata.name, spec]),
            [
                [
                    "allowed-http-80",
                    {
                        hosts: ["a.example.com"],
                        location: "MESH_EXTERNAL",
                        resolution: "DNS",
                        ports: [{ number: 80, name: "http", protocol: "HTTP" }],
                    },
                ],
                [
                    "allowed-tcp-587",
                    {
                        hosts: ["smtp.example.com"],
                        location: "MESH_EXTERNAL",
                        resolution: "DNS",
                        ports: [{ number: 587, name: "tcp", protocol: "TCP" }],
                    },
                ],
                [
                    "allowed-tls-443",
                    {
                        hosts: ["a.example.com", "b.example.com"],
                        location: "MESH_EXTERNAL",
                        resolution: "DNS",
                        ports: [{ number: 443, name: "tls", protocol: "TLS" }],
                    },
                ],
                [
                    "allowed-tls-443-below",
                    {
                        hosts: ["*.example.org"],
                        location: "MESH_EXTERNAL",
                        resolution: "NONE",
                        ports: [{ number: 443, name: "tls", protocol: "TLS" }],
                    },
                ],
            ],
        );
    });

    it("makes objects that an API server with Istio's definitions takes", () => {
        const kinds = exampleKinds();
        for (const object of entries)
            assert.deepEqual(judgeObject({ object, kinds, context: { minor: 34 } }), {
                faults: [],
                unknown: false,
            });
    });

    it("makes the same of any order, and nothing of nothing", () => {
        assert.deepEqual(
            allowedHostEntries(["b.example.com", "a.example.com"]),
            allowedHostEntries(["a.example.com", "b.example.com"]),
        );
        assert.deepEqual(allowedHostEntries([]), []);
    });
});
