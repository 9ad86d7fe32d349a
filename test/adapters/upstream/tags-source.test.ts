import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { listTags, tagDates } from "../../../adapters/upstream/tags-source";
import { gitBackend, makeRepository, serveRepository } from "../../support/git-http";
import { type Reply, faultServer } from "../../support/http-server";
import { temporaryFolder } from "../../support/temporary-folder";

const ID = "a".repeat(40);
const GIT = { firstWait: 1 };
const line = (text: string): string => `${(text.length + 5).toString(16).padStart(4, "0")}${text}\n`;
/** How a server greets, and answers a list, over Git's protocol. */
const greeting = (features = "fetch=shallow filter"): Reply => ({
    headers: { "content-type": "application/x-git-upload-pack-advertisement" },
    body: `${line("# service=git-upload-pack")}0000${line("version 2")}${line("ls-refs")}${line(features)}0000`,
});
const result = (body: string | Buffer, more: Reply = {}): Reply => ({
    headers: { "content-type": "application/x-git-upload-pack-result" },
    body,
    ...more,
});

describe("listTags and tagDates", () => {
    const server = faultServer();
    const folder = join(temporaryFolder(), "repository");
    before(() => {
        makeRepository(folder, [
            { name: "1.30.0", date: "2026-05-18T10:00:00Z" },
            { name: "1.30.1", date: "2026-06-01T23:30:00-0200", annotated: true },
            { name: "1.15-beta.0", date: "2022-08-01T00:00:00Z" },
        ]);
    });
    const url = () => new URL(`${server.url}/istio`);
    const rejects = (asked: Promise<unknown>, rule: RegExp) =>
        assert.rejects(asked, (error: { name: string; details?: { rule: string; value: string } }) => {
            assert.equal(error.name, "WindlassError");
            assert.match(error.details?.rule ?? "", rule);
            assert.equal(error.details?.value, url().href);
            return true;
        });

    it("reads the tags of a real repository and the days they were made", async () => {
        serveRepository(server, "/istio", folder);

        const tags = await listTags(GIT, url());
        const dates = await tagDates(GIT, url(), tags);

        assert.deepEqual([...tags].sort(), ["1.15-beta.0", "1.30.0", "1.30.1"]);
        assert.deepEqual([...dates].sort(), [
            ["1.15-beta.0", "2022-08-01"],
            ["1.30.0", "2026-05-18"],
            ["1.30.1", "2026-06-02"],
        ]);
    });

    it("asks where the repository has moved to", async () => {
        server.on("/istio/info/refs", {
            status: 301,
            headers: { location: `${server.url}/new/info/refs?service=git-upload-pack` },
        });
        serveRepository(server, "/new", folder);

        assert.equal((await listTags(GIT, url())).length, 3);
    });

    it("asks for no dates where there is no tag to date, or none whose name can be asked for", async () => {
        assert.deepEqual([...(await tagDates(GIT, url(), []))], []);
        assert.deepEqual([...(await tagDates(GIT, url(), ["--upload-pack=x", "../../x", "*"]))], []);
        assert.equal(server.paths.length, 0);
    });

    it("takes no dates from a server that would send every file", async () => {
        const plain = join(folder, "../plain");
        makeRepository(plain, [{ name: "1.30.0", date: "2026-05-18T10:00:00Z" }]);
        execFileSync("git", ["-C", plain, "config", "uploadpack.allowFilter", "false"]);
        serveRepository(server, "/istio", plain);

        assert.deepEqual([...(await tagDates(GIT, url(), ["1.30.0"]))], []);
    });

    /** `[what is wrong, first answer, second answer, rule]` */
    const faults: readonly (readonly [string, Reply, Reply, RegExp])[] = [
        ["a missing repository", { status: 404 }, {}, /^answered 404$/],
        ["one that wants a password", { status: 401 }, {}, /^answered 401$/],
        ["one that may not be seen", { status: 403 }, {}, /^answered 403$/],
        ["a page", { body: "<html>" }, {}, /^lists no tag$/],
        [
            "a longer page",
            { body: "<html>\n</html>\n" },
            {},
            /^gave no answer git can use \(.*is this a git repository\?\)$/,
        ],
        ["a server that fails", { status: 500 }, {}, /^answered 500, asked 4 times$/],
        ["a server that hangs up", { reset: true }, {}, /^cannot be reached \(.*, asked 4 times$/],
        [
            "a list without its end",
            greeting(),
            result(line(`${ID} refs/tags/1.0.0`)),
            /^cannot be reached \(expected flush after ref listing\), asked 4 times$/,
        ],
        [
            "a list cut off inside a line",
            greeting(),
            result(`${line(`${ID} refs/tags/1.0.0`)}003d${ID}`),
            /^cannot be reached \(.*, asked 4 times$/,
        ],
        [
            "a body cut off",
            greeting(),
            result(line(`${ID} refs/tags/1.0.0`).repeat(10), { cutAfter: 30 }),
            /^cannot be reached \(.*, asked 4 times$/,
        ],
        [
            "a list of something else",
            greeting(),
            result(`${line("ERR access \u001b[31mdenied")}0000`),
            /^gave no answer git can use \(remote error: access \?\[31mdenied\)$/,
        ],
        [
            "a name with a blank",
            greeting(),
            result(`${line(`${ID} refs/tags/1.0.0\t\u001b[31m`)}0000`),
            /^lists no tag$/,
        ],
        ["a second answer that is missing", greeting(), { status: 404 }, /^answered 404$/],
        [
            "a redirect to another protocol",
            { status: 302, headers: { location: "ftp://127.0.0.1/x/info/refs" } },
            {},
            /ftp.*(?:disabled|not supported)/i,
        ],
        ["a redirect of the second request", greeting(), { status: 302, headers: { location: "/x" } }, /302/],
    ];
    for (const [title, first, second, rule] of faults) {
        it(`refuses ${title}`, async () => {
            server.on("/istio/info/refs", first);
            server.on("/istio/git-upload-pack", second);

            await rejects(listTags(GIT, url()), rule);
        });
    }

    it("tries again where the server fails once", async () => {
        const backend = gitBackend(folder);
        server.on("/istio/info/refs", { status: 503 }, { reset: true }, backend);
        server.on("/istio/git-upload-pack", backend);

        assert.equal((await listTags(GIT, url())).length, 3);
    });

    it("gives a server up that says nothing, when the time is over", async () => {
        server.on("/istio/info/refs", { ...greeting(), drip: 50 });
        const start = Date.now();

        await rejects(listTags({ ...GIT, budget: 400 }, url()), /^did not answer in time$/);

        assert.ok(Date.now() - start < 3000);
    });

    it("ends with a signal at once", async () => {
        server.on("/istio/info/refs", { delay: 5000 });
        const abort = new AbortController();
        const asked = listTags({ ...GIT, signal: abort.signal }, url());
        setTimeout(() => abort.abort(new Error("enough")), 100);

        await assert.rejects(asked, /enough/);
    });

    it("passes hostile names on as they are, for the parser of versions to drop", async () => {
        const names = ["1.99.0", "$(id)", "../../x", "1.99.0-$(curl)", "v1.99.0"];
        server.on("/istio/info/refs", greeting());
        const lines = names.map((name) => line(`${ID} refs/tags/${name} peeled:${ID}`)).join("");
        server.on("/istio/git-upload-pack", result(`${lines}0000`));

        const tags = await listTags(GIT, url());

        // Git itself leaves out what is no name of a ref.
        assert.deepEqual(
            tags,
            names.filter((name) => tags.includes(name)),
        );
        assert.ok(tags.includes("1.99.0-$(curl)"));
    });

    it("refuses a pack that is damaged or in error", async () => {
        const backend = gitBackend(folder);
        server.on("/istio/info/refs", backend);
        for (const body of [
            "",
            `${line("packfile")}0009\u0003fail0000`,
            `${line("packfile")}0009\u0001PACK0000`,
        ]) {
            server.on("/istio/git-upload-pack", (request) =>
                request.body.includes("command=fetch") ? result(body) : backend(request),
            );

            await rejects(tagDates(GIT, url(), ["1.30.0"]), /./);
        }
    });
});
