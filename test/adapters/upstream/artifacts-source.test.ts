import assert from "node:assert/strict";
import { HttpClient } from "../../../adapters/http/http-source";
import { artifactsOf, fetchDigests } from "../../../adapters/upstream/artifacts-source";
import { ISTIOCTL_PLATFORMS, istioctlAsset } from "../../../adapters/istioctl/assets";
import { sha256 } from "../../support/archives";
import { faultServer } from "../../support/http-server";

const E = "e".repeat(64);
const asset = (platform: (typeof ISTIOCTL_PLATFORMS)[number]): string =>
    istioctlAsset("1.31.1", platform) ?? "";

describe("artifactsOf", () => {
    const server = faultServer();
    let client: HttpClient;
    beforeEach(() => {
        client = new HttpClient({ env: {}, firstWait: 1 });
        for (const platform of ISTIOCTL_PLATFORMS) {
            server.on(`/r/1.31.1/${asset(platform)}`, { body: "archive" });
            server.on(`/r/1.31.1/${asset(platform)}.sha256`, { body: `${E} ${asset(platform)}\n` });
        }
        for (const chart of ["base", "istiod", "gateway"])
            server.on(`/v2/c/${chart}/manifests/1.31.1`, { body: "{}" });
        for (const image of ["pilot", "proxyv2"])
            server.on(`/v2/istio/${image}/manifests/1.31.1-distroless`, { body: "{}" });
    });
    afterEach(() => client.close());
    const ask = (version = "1.31.1") => {
        const { host } = new URL(server.url);
        const releases = new URL(`${server.url}/r`);
        return artifactsOf(version, {
            client,
            releases,
            charts: `oci://${host}/c`,
            hub: `${host}/istio`,
            variant: "distroless",
        });
    };

    it("finds everything, with its digests", async () => {
        const { chartDigests, istioctlDigests, missing, complete } = await ask();

        assert.deepEqual([missing, complete], [[], true]);
        assert.deepEqual(Object.keys(istioctlDigests), [...ISTIOCTL_PLATFORMS]);
        assert.deepEqual(new Set(Object.values(istioctlDigests)), new Set([`sha256:${E}`]));
        const digest = `sha256:${sha256("{}")}`;
        assert.deepEqual(chartDigests, { base: digest, istiod: digest, gateway: digest });
        const archives = server.requests.filter(({ path }) => path.endsWith(".gz"));
        assert.deepEqual(
            archives.map(({ method }) => method),
            ["HEAD"],
        );
    });

    /** `[path that is missing, what is reported, whether the release can be installed all the same]` */
    const gaps: readonly (readonly [string, string, boolean])[] = [
        [`/r/1.31.1/${asset("linux-amd64")}`, `istioctl 1.31.1: ${asset("linux-amd64")} answered 404`, false],
        [
            `/r/1.31.1/${asset("linux-amd64")}.sha256`,
            "istioctl 1.31.1 for linux-amd64: its .sha256 does not exist",
            false,
        ],
        [
            `/r/1.31.1/${asset("osx-arm64")}.sha256`,
            "istioctl 1.31.1 for osx-arm64: its .sha256 does not exist",
            true,
        ],
        ["/v2/c/gateway/manifests/1.31.1", "chart gateway 1.31.1: is not in oci://HOST/c", false],
        [
            "/v2/istio/proxyv2/manifests/1.31.1-distroless",
            "image HOST/istio/proxyv2:1.31.1-distroless: does not exist",
            false,
        ],
    ];
    for (const [path, reported, complete] of gaps) {
        it(`leaves ${path} out and says so`, async () => {
            server.on(path, { status: 404 });

            const found = await ask();

            assert.deepEqual(found.missing, [reported.replace("HOST", new URL(server.url).host)]);
            assert.equal(found.complete, complete);
        });
    }

    it("refuses a checksum of another file instead of leaving it out", async () => {
        server.on(`/r/1.31.1/${asset("osx-arm64")}.sha256`, { body: `${E} ${asset("osx-amd64")}\n` });

        await assert.rejects(ask(), { name: "WindlassError", exitStatus: 5 });
    });

    it("invents nothing where no server answers", async () => {
        const releases = new URL("http://127.0.0.1:39998/r");
        const quick = new HttpClient({ env: {}, attempts: 1 });

        const found = await fetchDigests("1.31.1", {
            client: quick,
            releases,
            charts: "oci://127.0.0.1:39998/c",
        });

        assert.deepEqual([found.chartDigests, found.istioctlDigests, found.missing.length], [{}, {}, 9]);
        await quick.close();
    });
});
