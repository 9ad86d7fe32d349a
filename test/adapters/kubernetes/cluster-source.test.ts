import assert from "node:assert/strict";
import { Cluster, type ListArgs, type WatchEvent } from "../../../adapters/kubernetes/cluster-source";
import { getIn } from "../../../lifecycle/kit/json-path";
import { faultServer } from "../../support/http-server";

const PODS = { apiVersion: "v1", resource: "pods" };
const NAMES: ListArgs<string> = {
    transform: (object) => {
        const name = getIn(object, ["metadata", "name"]);
        return typeof name === "string" ? name : undefined;
    },
};
const pod = (name: string, resourceVersion = "1"): object => ({ metadata: { name, resourceVersion } });
const page = (names: readonly string[], next?: string): { body: string } => ({
    body: JSON.stringify({
        metadata: { resourceVersion: "5", continue: next },
        items: names.map((name) => pod(name)),
    }),
});
const events = (...list: readonly object[]): { body: string } => ({
    body: list.map((event) => `${JSON.stringify(event)}\n`).join(""),
});

describe("Cluster", function () {
    this.timeout(30_000);
    const server = faultServer();
    const abort = new AbortController();
    const kubeconfig = (address = server.url): string =>
        JSON.stringify({
            clusters: [{ name: "c", cluster: { server: address, "insecure-skip-tls-verify": true } }],
            users: [{ name: "u", user: { token: "t0k" } }],
            contexts: [{ name: "dev", context: { cluster: "c", user: "u" } }],
        });
    const open = (
        more: { address?: string; timeout?: number; signal?: AbortSignal } = {},
    ): Promise<Cluster> => Cluster.open({ context: "dev", kubeconfig: kubeconfig(more.address), ...more });
    const names = async (cluster: Cluster): Promise<readonly (readonly string[])[]> => {
        const pages: (readonly string[])[] = [];
        for await (const { items } of cluster.list(PODS, { ...NAMES, limit: 2 })) pages.push(items);
        return pages;
    };
    after(() => abort.abort());

    it("lists page by page, with the context's credentials, and keeps what it is told to", async () => {
        server.on("/api/v1/pods", page(["a", "b"], "next"), page(["c"]));

        assert.deepEqual(await names(await open()), [["a", "b"], ["c"]]);
        assert.deepEqual(server.paths, ["/api/v1/pods?limit=2", "/api/v1/pods?limit=2&continue=next"]);
        assert.equal(server.requests[0]?.headers.authorization, "Bearer t0k");
    });

    it("goes on with a list whose place was given up", async () => {
        const gone = { status: 410, body: JSON.stringify({ metadata: { continue: "other" } }) };
        server.on("/api/v1/pods", page(["a"], "next"), gone, page(["b"]));

        assert.deepEqual(await names(await open()), [["a"], ["b"]]);
        assert.match(server.paths[2] ?? "", /continue=other$/);
    });

    it("watches on where a watch ended, and begins anew where the place is gone", async () => {
        const cluster = await open();
        let watches = 0;
        let restarts = 0;
        server.on("/api/v1/pods", ({ path }) => {
            if (!path.includes("watch=1")) return page(["a"]);
            watches++;
            if (watches === 1)
                return events(
                    { type: "MODIFIED", object: pod("a", "7") },
                    { type: "BOOKMARK", object: pod("x", "8") },
                );
            if (watches === 2) return events({ type: "ERROR", object: { code: 410 } });
            return events({ type: "DELETED", object: pod("a", "9") });
        });

        const seen: WatchEvent<string>[] = [];
        for await (const event of cluster.watch(PODS, { ...NAMES, restart: () => restarts++ })) {
            seen.push(event);
            if (event.type === "deleted") break;
        }

        assert.deepEqual(
            seen.map(({ type, item }) => `${type} ${item}`),
            ["added a", "modified a", "added a", "deleted a"],
        );
        assert.equal(restarts, 2);
        assert.match(server.paths[2] ?? "", /resourceVersion=8/);
    });

    /** `[status, what is said]` */
    for (const [status, message] of [
        [401, /refuses the credentials \(no\)\. Sign in anew/],
        [403, /does not allow this \(no\)/],
        [500, /answered 500/],
    ] as const) {
        it(`says what ${status} means`, async () => {
            server.on("/api/v1/pods", { status, body: '{"message":"no"}' });

            await assert.rejects(names(await open()), message);
        });
    }

    it("gives a cluster up that is silent, or is not there", async () => {
        server.on("/api/v1/pods", { delay: 5000 });

        await assert.rejects(names(await open({ timeout: 100 })), /context dev: .*did not answer in time/);
        await assert.rejects(names(await open({ address: "http://127.0.0.1:1" })), /cannot be reached/);
    });

    it("ends with the signal", async () => {
        server.on("/api/v1/pods", { delay: 5000 });
        const stop = new AbortController();
        const asked = names(await open({ signal: stop.signal }));
        setTimeout(() => stop.abort(new Error("enough")), 50);

        await assert.rejects(asked, /enough/);
    });

    it("names the contexts there are where it is asked for another", async () => {
        await assert.rejects(Cluster.open({ context: "prod", kubeconfig: kubeconfig() }), {
            message:
                'context: "prod": the kubeconfig has no such context, but dev. ' +
                "Point KUBECONFIG at the file that has it, or correct the name.",
        });
    });
});
