import assert from "node:assert/strict";

import { withCluster } from "../../../adapters/kubernetes/with-cluster";
import { fakeKubeconfig } from "../../support/fake-cluster";

describe("withCluster", () => {
    const kubeconfig = fakeKubeconfig("https://127.0.0.1:1", "dev");

    it("returns what the work comes to", async () => {
        const args = { context: "dev", kubeconfig, timeout: 10_000 };
        assert.equal(await withCluster(args, () => Promise.resolve(7)), 7);
    });

    it("waits no longer for a program that hands out credentials than for all the rest", async () => {
        const config = JSON.parse(kubeconfig) as Record<string, unknown>;
        const exec = {
            apiVersion: "client.authentication.k8s.io/v1",
            command: "sleep",
            args: ["5"],
            interactiveMode: "Never",
        };
        const slow = JSON.stringify({ ...config, users: [{ name: "u", user: { exec } }] });
        const args = { context: "dev", kubeconfig: slow, timeout: 300 };
        const began = Date.now();

        await assert.rejects(
            withCluster(args, () => Promise.resolve()),
            /The time is over/,
        );
        assert.ok(Date.now() - began < 4_000);
    });
});
