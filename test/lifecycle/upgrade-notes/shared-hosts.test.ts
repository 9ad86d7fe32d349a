import assert from "node:assert/strict";

import { sharedHosts } from "../../../lifecycle/upgrade-notes/shared-hosts";
import { sourced } from "./sourced";

const service = sourced({ apiVersion: "v1", kind: "Service", metadata: { name: "a", namespace: "prod" } });
const entry = (namespace: string, host: string, apiVersion = "networking.istio.io/v1") =>
    sourced({
        apiVersion,
        kind: "ServiceEntry",
        metadata: { name: "e", namespace },
        spec: { hosts: [host] },
    });

describe("sharedHosts", () => {
    it("finds a Service's host in a ServiceEntry of another namespace", () => {
        assert.deepEqual(
            sharedHosts([service, entry("other", "a.prod.svc.cluster.local")], "cluster.local"),
            ["other/ServiceEntry/e", "prod/Service/a"],
        );
    });

    it("finds nothing in one namespace, of other hosts, and of others' kinds", () => {
        assert.deepEqual(
            sharedHosts([service, entry("prod", "a.prod.svc.cluster.local")], "cluster.local"),
            [],
        );
        assert.deepEqual(sharedHosts([service, entry("other", "b.example.com")], "cluster.local"), []);
        assert.deepEqual(
            sharedHosts(
                [service, entry("other", "a.prod.svc.cluster.local", "example.com/v1")],
                "cluster.local",
            ),
            [],
        );
    });
});
