import assert from "node:assert/strict";

import { Cluster } from "../../../adapters/kubernetes/cluster-source";
import { type RestartStep, restartWorkloads } from "../../../adapters/kubernetes/restart";
import { fakeKubeconfig } from "../../support/fake-cluster";
import { FakeWorkloads } from "../../support/fake-workloads";
import { faultServer } from "../../support/http-server";

describe("restartWorkloads", function () {
    this.timeout(30_000);
    const server = faultServer();
    let fake: FakeWorkloads;
    beforeEach(() => (fake = new FakeWorkloads(server, "team", "1.31.1")));

    async function restart(atOnce = 1, limit = 5000): Promise<readonly string[]> {
        fake.serve();
        const steps: RestartStep[] = [];
        await restartWorkloads({
            open: (signal) =>
                Cluster.open({ context: "dev", kubeconfig: fakeKubeconfig(server.url, "dev"), signal }),
            restarts: [...fake.workloads.keys()].map((name) => ({
                id: `team/Deployment/${name}`,
                serves: `team/Deployment/${name}`,
                pods: 1,
                from: ["1.30.5"],
                version: "1.31.1",
                revision: "default",
                names: ["default"],
            })),
            atOnce,
            signal: new AbortController().signal,
            onStep: (step) => void steps.push(step),
            rest: 1,
            settle: 5,
            limit,
        });
        return steps.map(({ id, what }) => `${id.split("/")[2]} ${what}`);
    }

    it("restarts one after the other, and the next only once the one before is whole", async () => {
        fake.add("a", "1.30.5", { lag: 3 });
        fake.add("b", "1.30.5");
        assert.deepEqual(await restart(), ["a changed", "a done", "b changed", "b done"]);
        assert.equal(fake.mostAtOnce, 1);
        const [first] = server.requests.filter(({ method }) => method === "PATCH");
        assert.match(first?.path ?? "", /fieldManager=windlass-rollout/);
        assert.equal(first?.headers["content-type"], "application/merge-patch+json");
    });

    it("restarts as many at once as it may", async () => {
        for (const name of ["a", "b", "c", "d"]) fake.add(name, "1.30.5", { lag: 5 });
        await restart(2);
        assert.equal(fake.mostAtOnce, 2);
    });

    it("gives one that does not come up the template it had, and begins no further one", async () => {
        const a = fake.add("a", "1.30.5", { isSound: false, restartedAt: "2026-01-01T00:00:00Z" });
        const b = fake.add("b", "1.30.5");
        assert.deepEqual(await restart(1, 30), ["a changed", "a failed", "b left"]);
        assert.deepEqual([a.restartedAt, a.isRolling], ["2026-01-01T00:00:00Z", true]);
        assert.deepEqual([b.restartedAt, b.proxy], [undefined, "1.30.5"]);
    });

    it("takes the annotation away again where there was none", async () => {
        const a = fake.add("a", "1.30.5", { isSound: false });
        await restart(1, 30);
        assert.equal(a.restartedAt, undefined);
        const [, back] = server.requests.filter(({ method }) => method === "PATCH");
        assert.match(back?.body ?? "", /"kubectl.kubernetes.io\/restartedAt":null/);
    });

    it("does not touch what is ill already, and goes on with the others", async () => {
        fake.add("a", "1.30.5", { isRolling: true, isSound: false });
        fake.add("b", "1.30.5");
        assert.deepEqual(await restart(), ["a refused", "b changed", "b done"]);
    });
});
