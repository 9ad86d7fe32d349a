import assert from "node:assert/strict";
import { HttpClient } from "../../../adapters/http/http-source";
import { fetchChartDigests, fetchChartIndex } from "../../../adapters/upstream/charts-source";
import { sha256 } from "../../support/archives";
import { faultServer } from "../../support/http-server";

const D = "d".repeat(64);
const INDEX = [
    "apiVersion: v1",
    "entries:",
    "  base:",
    `  - { version: 1.31.1, digest: ${D}, created: "2026-09-21T00:00:00Z" }`,
    "  - { version: 1.31.0, digest: nonsense }",
    "  - rubbish",
    "  istiod: none",
].join("\n");

describe("fetchChartIndex", () => {
    const server = faultServer();
    let client: HttpClient;
    beforeEach(() => (client = new HttpClient({ env: {}, firstWait: 1 })));
    afterEach(() => client.close());

    it("reads the versions of each chart and leaves out what is none", async () => {
        server.on("/charts/index.yaml", { body: INDEX });

        assert.deepEqual(
            [...(await fetchChartIndex(client, new URL(`${server.url}/charts`)))],
            [
                [
                    "base",
                    [
                        { version: "1.31.1", digest: `sha256:${D}` },
                        { version: "1.31.0", digest: undefined },
                    ],
                ],
                ["istiod", []],
            ],
        );
    });

    it("reports every chart whose digest a Helm repository does not give", async () => {
        server.on("/charts/index.yaml", { body: INDEX });
        const charts = `${server.url}/charts`;

        assert.deepEqual(await fetchChartDigests(client, charts, ["base", "istiod"], "1.31.1"), {
            digests: { base: `sha256:${D}` },
            missing: [`chart istiod 1.31.1: is not in ${charts}`],
        });
        assert.deepEqual((await fetchChartDigests(client, charts, ["base"], "1.31.0")).digests, {});
        assert.equal(server.paths.filter((path) => path === "/charts/index.yaml").length, 2);
    });

    it("reports every chart when the repository cannot be read", async () => {
        server.on("/charts/index.yaml", { status: 503 });

        assert.deepEqual(
            (await fetchChartDigests(client, `${server.url}/charts`, ["base", "istiod"], "1.31.1")).missing,
            [
                "chart base 1.31.1: answered 503, asked 4 times",
                "chart istiod 1.31.1: answered 503, asked 4 times",
            ],
        );
    });

    it("computes digests from the manifests of an OCI registry", async () => {
        server.on("/v2/c/base/manifests/1.31.1", { body: "{}" });
        const charts = `oci://${new URL(server.url).host}/c`;

        assert.deepEqual(await fetchChartDigests(client, charts, ["base", "istiod"], "1.31.1"), {
            digests: { base: `sha256:${sha256("{}")}` },
            missing: [`chart istiod 1.31.1: is not in ${charts}`],
        });
    });
});
