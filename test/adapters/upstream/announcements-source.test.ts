import assert from "node:assert/strict";
import { HttpClient } from "../../../adapters/http/http-source";
import { fetchAnnouncementDate } from "../../../adapters/upstream/announcements-source";
import { faultServer } from "../../support/http-server";

const page = (release: string, date: string): string =>
    `---\nrelease: ${release}\npublishdate: ${date}\n---\n`;
const PATCH = "/content/en/news/releases/1.31.x/announcing-1.31.1/index.md";
const MINOR = "/content/en/news/releases/1.31.x/announcing-1.31/_index.md";

/** `[version, path, page, day]` */
const cases: readonly (readonly [string, string, string, string | undefined])[] = [
    ["1.31.1", PATCH, page("1.31.1", "2026-09-21"), "2026-09-21"],
    ["1.31.0", MINOR, page("1.31.0", "2026-08-31"), "2026-08-31"],
    ["1.31.1", PATCH, page("1.31.0", "2026-09-21"), undefined],
    ["1.31.1", PATCH, page("1.31.1", "soon"), undefined],
    ["1.31.1", PATCH, "---\npublishdate: 2026-09-21\n---\n", "2026-09-21"],
    ["1.31.2", PATCH, page("1.31.1", "2026-09-21"), undefined],
    ["1.32.0-rc.0", PATCH, page("1.31.1", "2026-09-21"), undefined],
    ["../../x", PATCH, page("1.31.1", "2026-09-21"), undefined],
];

describe("fetchAnnouncementDate", () => {
    const server = faultServer();

    for (const [version, path, body, expected] of cases) {
        it(`is ${expected} for ${version} where ${path.split("/").at(-2)} says ${JSON.stringify(body)}`, async () => {
            server.on(path, { body });
            const client = new HttpClient({ env: {} });

            assert.equal(await fetchAnnouncementDate(client, new URL(server.url), version), expected);
            await client.close();
        });
    }
});
