import assert from "node:assert/strict";

import { Cluster, type WatchEvent } from "../../adapters/kubernetes/cluster-source";
import { getIn } from "../../lifecycle/kit/json-path";
import { kubeconfig } from "../../tools/test-bed/kubeconfig";
import { readAccess } from "../../tools/test-bed/state-store";
import { type TestCluster, programsOrSkip, startTestCluster, stop } from "../support/control-plane";

const OBJECTS = Number(process.env["WINDLASS_TEST_OBJECTS"] ?? 2_000);
/** Bytes of one: about what a pod with a proxy comes to. */
const SIZE = 8_000;
const CONFIG_MAPS = { apiVersion: "v1", resource: "configmaps", namespace: "default" };
const PATH = "/api/v1/namespaces/default/configmaps";
const LABEL = "of=test";
const nameOf = (object: unknown): string | undefined => {
    const name = getIn(object, ["metadata", "name"]);
    return typeof name === "string" ? name : undefined;
};

describe(`a cluster with ${OBJECTS} objects`, function () {
    this.timeout(600_000);
    let cluster: TestCluster | undefined;
    let config = "";
    const open = (text = config): Promise<Cluster> =>
        Cluster.open({ context: "windlass-many", kubeconfig: text });
    const create = async (name: string): Promise<void> => {
        const metadata = { name, labels: { of: "test" } };
        const body = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { text: "x".repeat(SIZE) } };
        const { status, text } = (await cluster?.api.request({ method: "POST", path: PATH, body })) ?? {};
        assert.equal(status, 201, text);
    };

    before(async function () {
        const programs = await programsOrSkip(this);
        cluster = await startTestCluster("many", programs);
        const access = readAccess(cluster.layout);
        assert.ok(access);
        config = kubeconfig("many", access);
        for (let from = 0; from < OBJECTS; from += 50) {
            const names = Array.from({ length: Math.min(50, OBJECTS - from) }, (_, at) => `c${from + at}`);
            await Promise.all(names.map(create));
        }
    });
    after(() => stop(cluster));

    it("is listed whole, holding one page at a time", async () => {
        const source = await open();
        global.gc?.();
        const before = process.memoryUsage().rss;
        const seen = new Set<string>();
        let most = 0;
        for await (const { items } of source.list(CONFIG_MAPS, {
            labelSelector: LABEL,
            transform: nameOf,
        })) {
            for (const name of items) seen.add(name);
            most = Math.max(most, process.memoryUsage().rss - before);
        }
        source.close();

        assert.equal(seen.size, OBJECTS);
        assert.ok(most < 150 * 2 ** 20, `${most} bytes`);
    });

    it("is watched: what is there, then what happens", async () => {
        const source = await open();
        const seen: WatchEvent<string>[] = [];
        for await (const event of source.watch(CONFIG_MAPS, { labelSelector: LABEL, transform: nameOf })) {
            seen.push(event);
            if (seen.length === OBJECTS) await create("late");
            if (seen.length > OBJECTS) break;
        }
        source.close();

        assert.deepEqual(seen.at(-1), { type: "added", item: "late" });
    });

    it("refuses a token it did not give", async () => {
        const source = await open(config.replace(/token: \S+/, "token: wrong"));
        const first = source.list(CONFIG_MAPS, { transform: nameOf }).next();

        await assert.rejects(first, /context windlass-many: .*refuses the credentials/);
        source.close();
    });
});
