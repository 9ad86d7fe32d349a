import assert from "node:assert/strict";
import { HttpClient } from "../../../adapters/http/http-source";
import { fetchSupportStatus } from "../../../adapters/upstream/support-source";
import { type Reply, faultServer } from "../../support/http-server";

const PATH = "/data/compatibility/supportStatus.yml";
const ROW = [
    '- version: "1.22"',
    '  releaseDate: "May 13, 2024"',
    '  eolDate: "~Jan 2025 (Expected)"',
    '  k8sVersions: ["1.27"]',
];

describe("fetchSupportStatus", () => {
    const server = faultServer();
    let client: HttpClient;
    beforeEach(() => (client = new HttpClient({ env: {}, firstWait: 1, attempts: 2 })));
    afterEach(() => client.close());

    it("reads the rows it can, and names the others", async () => {
        server.on(PATH, { body: ["- version: 1.20", ...ROW].join("\n") });

        const { rows, problems } = await fetchSupportStatus(client, new URL(server.url));

        assert.deepEqual(rows, [
            { minor: "1.22", releaseDate: "2024-05-13", eolExpected: "2025-01", kubernetes: ["1.27"] },
        ]);
        assert.equal(problems.length, 1);
    });

    for (const [title, reply] of [
        ["missing", { status: 404 }],
        ["empty", { body: "[]" }],
        ["a page", { body: "<html>" }],
        ["without a row that can be read", { body: "- version: 1.20" }],
        ["too large", { body: `# ${"x".repeat(2_000_000)}` }],
    ] as readonly (readonly [string, Reply])[]) {
        it(`refuses a table that is ${title}`, async () => {
            server.on(PATH, reply);

            await assert.rejects(fetchSupportStatus(client, new URL(server.url)), { name: "WindlassError" });
        });
    }
});
