import assert from "node:assert/strict";

import { Cluster } from "../../../adapters/kubernetes/cluster-source";
import { type RolloutStep, intervene } from "../../../adapters/kubernetes/intervene";
import type { RolloutAction } from "../../../lifecycle/observed/rollout-state";
import { fakeKubeconfig } from "../../support/fake-cluster";
import { FakeFlagger } from "../../support/fake-flagger";
import { faultServer } from "../../support/http-server";

describe("intervene", function () {
    this.timeout(30_000);
    const server = faultServer();
    let flagger: FakeFlagger;
    beforeEach(() => (flagger = new FakeFlagger(server)));

    async function act(
        action: RolloutAction,
        names: readonly string[],
        { limit, signal = new AbortController().signal }: { limit?: number; signal?: AbortSignal } = {},
    ): Promise<readonly RolloutStep[]> {
        flagger.serve();
        const steps: RolloutStep[] = [];
        const open = (stop: AbortSignal) =>
            Cluster.open({ context: "dev", kubeconfig: fakeKubeconfig(server.url, "dev"), signal: stop });
        const ids = names.map((name) => `prod/Canary/${name}`);
        const onStep = (step: RolloutStep) => void steps.push(step);
        const ends = await intervene({ open, action, ids, signal, onStep, rest: 1, limit });
        assert.deepEqual([...ends.keys()].sort(), [...ids].sort());
        return steps;
    }
    const words = (steps: readonly RolloutStep[]) =>
        steps.map(({ id, what }) => `${id.split("/")[2]} ${what}`).sort();

    it("aborts what is under way, tells each step once, and does nothing the second time", async () => {
        const a = flagger.add("a");
        flagger.add("b");
        assert.deepEqual(words(await act("abort", ["a", "b"])), [
            "a changed",
            "a done",
            "b changed",
            "b done",
        ]);
        assert.deepEqual([a.phase, a.primary], ["Failed", "1.31.1"]);
        server.requests.length = 0;
        assert.deepEqual(words(await act("abort", ["a", "b"])), ["a done", "b done"]);
        assert.equal(server.requests.filter(({ method }) => method === "PATCH").length, 0);
    });

    it("asks again where Flagger has written over it", async () => {
        const a = flagger.add("a");
        let isFirst = true;
        const serve = flagger.serve.bind(flagger);
        flagger.serve = () => {
            serve();
            const path = "/apis/flagger.app/v1beta1/namespaces/prod/canaries/a/status";
            const answer = { body: "{}" };
            // The first change is lost: Flagger had read the canary before, and writes what it had read.
            server.on(path, (request) => {
                const { status } = JSON.parse(request.body) as { status: { failedChecks: number } };
                if (!isFirst) a.failedChecks = status.failedChecks;
                isFirst = false;
                return answer;
            });
        };
        assert.deepEqual(words(await act("abort", ["a"])), ["a changed", "a changed", "a done"]);
    });

    it("stops what was taken back, and leaves Flagger's record right", async () => {
        // Flagger has begun its second analysis, and takes for promoted what nobody asks for.
        const a = flagger.add("a", { target: "1.31.1", promoted: "of 1.31.2" });
        assert.deepEqual(words(await act("abort", ["a"])), ["a changed", "a changed", "a done"]);
        assert.deepEqual([a.phase, a.promoted === a.applied], ["Failed", true]);
    });

    it("tries again what has failed", async () => {
        const a = flagger.add("a", { phase: "Failed" });
        assert.deepEqual(words(await act("retry", ["a"])), ["a changed", "a done"]);
        assert.equal(a.phase, "Progressing");
    });

    it("promotes what is under way and what has failed, and takes its hand off", async () => {
        const [a, b] = [flagger.add("a"), flagger.add("b", { phase: "Failed" })];
        const steps = words(await act("promote", ["a", "b"]));
        assert.deepEqual(
            steps.filter((step) => step.endsWith("done")),
            ["a done", "b done"],
        );
        for (const canary of [a, b])
            assert.deepEqual(
                [canary.phase, canary.primary, canary.skippedBy],
                ["Succeeded", "1.31.2", undefined],
            );
    });

    it("waits no longer than it may, and takes its hand off all the same", async () => {
        const a = flagger.add("a");
        flagger.isUp = false;
        const steps = await act("promote", ["a"], { limit: 50 });
        assert.deepEqual(words(steps), ["a changed", "a late"]);
        assert.match(steps.at(-1)?.why ?? "", /has not taken it up within/);
        assert.equal(a.skippedBy, undefined);
    });

    it("takes its hand off where it is interrupted", async () => {
        const a = flagger.add("a");
        flagger.isUp = false;
        const abort = new AbortController();
        const run = act("promote", ["a"], { signal: abort.signal });
        while (a.skippedBy === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
        abort.abort(new Error("interrupted"));
        await assert.rejects(run, /interrupted/);
        assert.equal(a.skippedBy, undefined);
    });

    it("refuses what is being promoted, and says which canary is gone", async () => {
        flagger.add("a", { phase: "Promoting" });
        assert.deepEqual(words(await act("abort", ["a", "none"])), ["a refused", "none gone"]);
    });
});
