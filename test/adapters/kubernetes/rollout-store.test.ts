import assert from "node:assert/strict";

import { Cluster } from "../../../adapters/kubernetes/cluster-source";
import { changeRollout, readRollouts } from "../../../adapters/kubernetes/rollout-store";
import { fakeKubeconfig } from "../../support/fake-cluster";
import { FakeFlagger } from "../../support/fake-flagger";
import { faultServer } from "../../support/http-server";

describe("rollouts of a cluster", function () {
    this.timeout(30_000);
    const server = faultServer();
    const open = () => Cluster.open({ context: "dev", kubeconfig: fakeKubeconfig(server.url, "dev") });

    it("are read with their targets and primaries, and changed only as they were read", async () => {
        const flagger = new FakeFlagger(server);
        const a = flagger.add("a");
        flagger.serve();
        const cluster = await open();
        const state = (await readRollouts(cluster, ["prod"])).get("prod/Canary/a");
        assert.ok(state);
        assert.deepEqual(
            [state.target, state.isCurrent, state.version, state.threshold, state.interval],
            ["prod/Deployment/a", false, "1.31.2", 3, 10_000],
        );

        const change = { kind: "status", status: { failedChecks: 3 }, why: "" } as const;
        assert.equal(await changeRollout(cluster, state, change), true);
        assert.equal(await changeRollout(cluster, state, change), false, "it was changed since");
        assert.equal(a.failedChecks, 3);
        cluster.close();
    });

    it("are skipped by an owner of their own, of that very canary", async () => {
        const flagger = new FakeFlagger(server);
        flagger.add("a");
        flagger.serve();
        const cluster = await open();
        const state = (await readRollouts(cluster, ["prod"])).get("prod/Canary/a");
        assert.ok(state);
        for (const skip of [true, false])
            await changeRollout(cluster, state, { kind: "skip", skip, why: "" });
        const sent = server.requests.filter(({ method }) => method === "PATCH");
        assert.deepEqual(
            sent.map(({ path, headers, body }) => [
                path.split("?")[1],
                headers["content-type"],
                JSON.parse(body) as unknown,
            ]),
            [{ spec: { skipAnalysis: true } }, {}].map((spec) => [
                "fieldManager=windlass-rollout&force=true",
                "application/apply-patch+yaml",
                {
                    apiVersion: "flagger.app/v1beta1",
                    kind: "Canary",
                    metadata: { namespace: "prod", name: "a", uid: "uid-a" },
                    ...spec,
                },
            ]),
        );
        cluster.close();
    });
});
