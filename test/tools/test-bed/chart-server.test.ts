import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { parse } from "yaml";

import { type ChartServer, startChartServer } from "../../../tools/test-bed/chart-server";
import { getIn } from "../../../lifecycle/kit/json-path";

const chart = (version: string) => ({
    name: "base",
    version,
    metadata: { name: "base", version },
    bytes: Buffer.from(`chart ${version}`),
});

describe("the chart server", () => {
    let server: ChartServer;
    before(async () => {
        server = await startChartServer([chart("1.31.0"), chart("1.31.1+a")]);
    });
    after(() => server.stop());
    const get = (path: string, method = "GET") => fetch(`${server.url}${path}`, { method });

    it("is a registry that leads from a tag to the chart's bytes, each by its digest", async () => {
        assert.equal((await get("/v2/")).status, 200);
        const manifest = await get("/v2/any/folder/base/manifests/1.31.1_a");
        const text = await manifest.text();
        const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
        assert.equal(manifest.headers.get("docker-content-digest"), digest);
        assert.equal(await (await get(`/v2/any/folder/base/manifests/${digest}`)).text(), text);

        const layer = layerOf(text);
        const bytes = await (await get(`/v2/any/folder/base/blobs/${layer}`)).text();
        assert.equal(bytes, "chart 1.31.1+a");
    });

    it("lists tags, and answers HEAD without a body", async () => {
        assert.deepEqual(await (await get("/v2/base/tags/list")).json(), {
            name: "base",
            tags: ["1.31.0", "1.31.1_a"],
        });
        const head = await get("/v2/base/manifests/1.31.0", "HEAD");
        assert.equal(head.status, 200);
        assert.ok(Number(head.headers.get("content-length")) > 0);
        assert.equal(await head.text(), "");
    });

    it("stands for a registry under an address of its own", () => {
        const mirror = server.mirrored("oci://ghcr.io/istio/charts");
        assert.equal(mirror, `oci://127.0.0.1:${server.port}/ghcr.io/istio/charts`);
    });

    it("is a chart repository with an index", async () => {
        const index: unknown = parse(await (await get("/index.yaml")).text());
        const entries = getIn(index, ["entries", "base"]) as { version: string; urls: string[] }[];

        assert.deepEqual(
            entries.map(({ version }) => version),
            ["1.31.0", "1.31.1+a"],
        );
        assert.equal(await (await get(`/${entries[0]?.urls[0]}`)).text(), "chart 1.31.0");
    });

    it("has nothing else, and takes nothing", async () => {
        for (const path of ["/v2/base/manifests/1.30.0", "/v2/cni/manifests/1.31.0", "/base-1.30.0.tgz"]) {
            assert.equal((await get(path)).status, 404, path);
        }
        assert.equal((await get("/v2/base/blobs/uploads/", "POST")).status, 404);
    });
});

function layerOf(text: string): string {
    const { layers } = JSON.parse(text) as { layers: { digest: string }[] };
    return layers[0]?.digest ?? "none";
}
