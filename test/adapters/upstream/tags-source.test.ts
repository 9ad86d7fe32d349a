import assert from "node:assert/strict";
import { join } from "node:path";
import { HttpClient } from "../../../adapters/http/http-source";
import { listTags, tagDates } from "../../../adapters/upstream/tags-source";
import { gitResponder, makeRepository } from "../../support/git-http";
import { type Reply, faultServer } from "../../support/http-server";
import { temporaryFolder } from "../../support/temporary-folder";

const ID = "a".repeat(40);
const line = (text: string): string => `${(text.length + 5).toString(16).padStart(4, "0")}${text}\n`;
const HELLO = `${line("# service=git-upload-pack")}0000${line("version 2")}${line("fetch=shallow filter")}0000`;

describe("listTags and tagDates", () => {
    const server = faultServer();
    const folder = join(temporaryFolder(), "repository");
    let client: HttpClient;
    before(() => {
        makeRepository(folder, [
            { name: "1.30.0", date: "2026-05-18T10:00:00Z" },
            { name: "1.30.1", date: "2026-06-01T23:30:00-0200", annotated: true },
            { name: "1.15-beta.0", date: "2022-08-01T00:00:00Z" },
        ]);
    });
    beforeEach(() => (client = new HttpClient({ env: {}, firstWait: 1 })));
    afterEach(() => client.close());
    const url = () => new URL(`${server.url}/istio`);
    const serve = (): void => {
        const { refs, pack } = gitResponder(folder);
        server.on("/istio/info/refs", refs);
        server.on("/istio/git-upload-pack", pack);
    };

    it("reads the tags of a real repository and the days they were made", async () => {
        serve();

        const list = await listTags(client, url());
        const dates = await tagDates(client, list, list.tags);

        assert.deepEqual(list.tags.map(({ name }) => name).sort(), ["1.15-beta.0", "1.30.0", "1.30.1"]);
        assert.deepEqual([...dates].sort(), [
            ["1.15-beta.0", "2022-08-01"],
            ["1.30.0", "2026-05-18"],
            ["1.30.1", "2026-06-02"],
        ]);
        assert.deepEqual(server.paths, [
            "/istio/info/refs?service=git-upload-pack",
            "/istio/git-upload-pack",
            "/istio/git-upload-pack",
        ]);
    });

    it("asks where the repository has moved to", async () => {
        const { refs, pack } = gitResponder(folder);
        server.on("/istio/info/refs", {
            status: 301,
            headers: { location: "/new/info/refs?service=git-upload-pack" },
        });
        server.on("/new/info/refs", refs);
        server.on("/new/git-upload-pack", pack);

        assert.equal((await listTags(client, url())).tags.length, 3);
    });

    it("asks for no dates where there is no tag to date, or the server would send every file", async () => {
        serve();
        const list = await listTags(client, url());

        assert.deepEqual([...(await tagDates(client, list, []))], []);
        assert.deepEqual([...(await tagDates(client, { ...list, canFilter: false }, list.tags))], []);
        assert.equal(server.paths.length, 2);
    });

    /** `[what is wrong, first answer, second answer, rule]` */
    const faults: readonly (readonly [string, Reply, Reply, string])[] = [
        ["a missing repository", { status: 404 }, {}, "answered 404"],
        ["a page", { body: "<html>" }, {}, "is cut off or no answer of a Git server"],
        [
            "an old protocol",
            { body: "001e# service=git-upload-pack\n00000000" },
            {},
            "does not speak version 2 of Git's protocol",
        ],
        [
            "a list without its end",
            { body: HELLO },
            { body: line(`${ID} refs/tags/1.0.0`) },
            "sent half a list of tags",
        ],
        [
            "a list cut off inside a line",
            { body: HELLO },
            { body: `${line(`${ID} refs/tags/1.0.0`)}003d${ID}` },
            "is cut off or no answer of a Git server",
        ],
        [
            "a list of something else",
            { body: HELLO },
            { body: `${line("ERR access denied")}0000` },
            "sent something that is no list of tags",
        ],
        ["no list at all", { body: HELLO }, { body: "" }, "sent half a list of tags"],
        ["a second answer that is missing", { body: HELLO }, { status: 404 }, "answered 404"],
    ];
    for (const [title, first, second, rule] of faults) {
        it(`refuses ${title}`, async () => {
            server.on("/istio/info/refs", first);
            server.on("/istio/git-upload-pack", second);

            await assert.rejects(listTags(client, url()), (error: { details?: { rule: string } }) => {
                assert.equal(error.details?.rule, rule);
                return true;
            });
        });
    }

    it("passes hostile names on as they are, for the parser of versions to drop", async () => {
        const names = ["1.99.0", "$(id)", "../../x", "1.99.0-$(curl)", "v1.99.0"];
        server.on("/istio/info/refs", { body: HELLO });
        server.on("/istio/git-upload-pack", {
            body: `${names.map((name) => line(`${ID} refs/tags/${name} peeled:${ID}`)).join("")}0000`,
        });

        assert.deepEqual(
            (await listTags(client, url())).tags.map(({ name }) => name),
            names,
        );
    });

    it("refuses a pack that is damaged or in error", async () => {
        serve();
        const list = await listTags(client, url());
        for (const body of [
            "",
            `${line("packfile")}0009\u0003fail0000`,
            `${line("packfile")}0009\u0001PACK0000`,
        ]) {
            server.on("/istio/git-upload-pack", { body: Buffer.from(body, "latin1") });

            await assert.rejects(tagDates(client, list, list.tags), { name: "WindlassError" });
        }
    });
});
