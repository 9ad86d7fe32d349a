import assert from "node:assert/strict";

import { getIn } from "../../lifecycle/kit/json-path";
import { type Followed, follow } from "../../tools/simulator/kube-watch-source";
import type { Programs } from "../../tools/test-bed/programs";
import { stopComponents } from "../../tools/test-bed/component-process";
import { restartComponents } from "../../tools/test-bed/control-plane-process";
import { readAccess } from "../../tools/test-bed/state-store";
import {
    type TestCluster,
    eventually,
    programsOrSkip,
    startTestCluster,
    stop,
} from "../support/control-plane";

describe("objects of a cluster, followed", function () {
    this.timeout(120_000);
    const end = new AbortController();
    let cluster: TestCluster | undefined;
    let programs: Programs;
    let names: Followed<string>;
    let unknown: Followed<string>;

    const read = (object: unknown) => {
        const name = String(getIn(object, ["metadata", "name"]));
        return name.startsWith("seen-") ? name : undefined;
    };
    const make = (name: string) =>
        cluster?.api.apply({ apiVersion: "v1", kind: "ConfigMap", metadata: { namespace: "default", name } });
    const told = () => [...names.items()].sort().join();

    before(async function () {
        programs = await programsOrSkip(this);
        cluster = await startTestCluster("kube-watch", programs);
        await make("seen-first");
        const access = readAccess(cluster.layout);
        assert.ok(access);
        const { signal } = end;
        names = follow({ access, path: "/api/v1/configmaps", read, signal });
        unknown = follow({ access, path: "/apis/example.com/v1/things", read, signal });
    });
    after(async () => {
        end.abort();
        await stop(cluster);
    });

    it("are those that were there, and none of a kind that is not served", async () => {
        await eventually("the list", () => names.listed() && unknown.listed());

        assert.equal(told(), "seen-first");
        assert.deepEqual(unknown.items(), []);
    });

    it("come and go, and each change is a version", async () => {
        const before = names.version();
        await make("seen-second");
        await eventually("what was made", () => told() === "seen-first,seen-second");
        await cluster?.api.request({
            method: "DELETE",
            path: "/api/v1/namespaces/default/configmaps/seen-first",
        });
        await eventually("what was deleted", () => told() === "seen-second");

        assert.ok(names.version() >= before + 2);
    });

    it("are seen again after the API server was away", async () => {
        assert.ok(cluster);
        // At once: one that is asked to end first waits for those who watch.
        await stopComponents(cluster.layout, { components: ["kube-apiserver"], grace: 0 });
        await restartComponents(cluster.layout, ["kube-apiserver"], programs);
        await make("seen-third");

        await eventually("what was made since", () => told() === "seen-second,seen-third");
    });
});
