import assert from "node:assert/strict";
import { HttpClient } from "../../../adapters/http/http-source";
import { OciRepository } from "../../../adapters/oci/oci-source";
import { sha256 } from "../../support/archives";
import { type Reply, faultServer } from "../../support/http-server";

const MANIFEST = '{"schemaVersion":2}';
const LIST = "/v2/istio/charts/base/tags/list";

describe("OciRepository", () => {
    const server = faultServer();
    let client: HttpClient;
    beforeEach(() => (client = new HttpClient({ env: {}, firstWait: 1 })));
    afterEach(() => client.close());
    const repository = () => new OciRepository(client, `oci://${new URL(server.url).host}/istio/charts/base`);
    const page = (tags: readonly string[], link?: string): Reply => ({
        body: JSON.stringify({ tags }),
        headers: link === undefined ? {} : { link: `<${link}>; rel="next"` },
    });

    it("computes the digest from the manifest", async () => {
        server.on("/v2/istio/charts/base/manifests/1.31.1", { body: MANIFEST });

        assert.equal(await repository().digest("1.31.1"), `sha256:${sha256(MANIFEST)}`);
        assert.equal(await repository().digest("1.31.2"), undefined);
    });

    it("refuses a manifest that is called by another digest", async () => {
        const headers = { "docker-content-digest": `sha256:${"0".repeat(64)}` };
        server.on("/v2/istio/charts/base/manifests/1.31.1", { body: MANIFEST, headers });

        await assert.rejects(repository().digest("1.31.1"), { name: "WindlassError" });
    });

    it("gets itself the token that anybody gets, once", async () => {
        const challenge = `Bearer realm="${server.url}/token",service="r",scope="repository:istio/charts/base:pull"`;
        const guarded = (request: { headers: { authorization?: string } }): Reply =>
            request.headers.authorization === "Bearer t0k3n"
                ? { body: MANIFEST }
                : { status: 401, headers: { "www-authenticate": challenge } };
        server.on("/v2/istio/charts/base/manifests/1", guarded);
        server.on("/token", { body: '{"token":"t0k3n"}' });
        const found = repository();

        assert.deepEqual([await found.has("1"), await found.has("1")], [true, true]);
        assert.deepEqual(server.paths, [
            "/v2/istio/charts/base/manifests/1",
            "/token?scope=repository%3Aistio%2Fcharts%2Fbase%3Apull&service=r",
            "/v2/istio/charts/base/manifests/1",
            "/v2/istio/charts/base/manifests/1",
        ]);
    });

    for (const [title, challenge, token] of [
        ["no realm", "Basic", "{}"],
        ["a realm elsewhere in plain text", 'Bearer realm="http://x.test/t"', "{}"],
        ["no token", "", "{}"],
        ["a token with a line break", "", '{"token":"a\\nb: c"}'],
    ] as const) {
        it(`refuses a challenge with ${title}`, async () => {
            const headers = { "www-authenticate": challenge || `Bearer realm="${server.url}/token"` };
            server.on("/v2/istio/charts/base/manifests/1", { status: 401, headers });
            server.on("/token", { body: token });

            await assert.rejects(repository().has("1"), { name: "WindlassError" });
        });
    }

    it("follows the pages of a list of tags to their end", async () => {
        server.on(`${LIST}?n=1000`, page(["1", "2"], `${LIST}?n=1000&last=2`));
        server.on(`${LIST}?n=1000&last=2`, page(["3"], "?last=3"));
        server.on(`${LIST}?last=3`, page(["4"]));

        assert.deepEqual(await repository().tags(), ["1", "2", "3", "4"]);
    });

    /** `[what is wrong, second page]`: never the first page alone. */
    const faults: readonly (readonly [string, Reply])[] = [
        ["leads back to the first", page(["3"], `${LIST}?n=1000`)],
        ["leads to itself", page(["3"], `${LIST}?last=2`)],
        ["fails", { status: 500 }],
        ["is missing", { status: 404 }],
        ["is a page of HTML", { body: "<html>" }],
        ["holds no tags but numbers", { body: '{"tags":[1]}' }],
        ["leads to another protocol", page(["3"], "http://x.test/")],
    ];
    for (const [title, reply] of faults) {
        it(`gives no tags at all when the second page ${title}`, async () => {
            server.on(`${LIST}?n=1000`, page(["1", "2"], `${LIST}?last=2`));
            server.on(`${LIST}?last=2`, reply);

            await assert.rejects(repository().tags(), { name: "WindlassError" });
            assert.ok(server.paths.length <= 6);
        });
    }

    for (const reference of [
        "x.test",
        "x.test/",
        "x.test/../a",
        "x.test/A",
        "me:pw@x.test/a",
        "x.test/a?b",
    ]) {
        it(`refuses ${reference} as a repository`, () => {
            assert.throws(() => new OciRepository(client, reference), { name: "WindlassError" });
        });
    }
});
