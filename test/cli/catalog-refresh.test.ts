import assert from "node:assert/strict";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { run as runCatalogRefresh } from "../../cli/catalog-refresh";
import { readCatalog } from "../../adapters/files/catalog-store";
import { faultServer } from "../support/http-server";
import { recordedInvocation } from "../support/invocation";
import { temporaryFolder } from "../support/temporary-folder";
import { UpstreamMirror } from "../support/upstream-mirror";

const ROOT = join(__dirname, "../..");

describe("windlass catalog refresh", () => {
    const server = faultServer();
    const folder = temporaryFolder();
    let count = 0;
    cpSync(join(ROOT, "catalog"), join(folder, "catalog"), { recursive: true });
    const run = async (given: { readonly timeout?: string; readonly json?: boolean } = {}) => {
        const options = { timeout: "60", ...given };
        mkdirSync(join(folder, "cache"), { recursive: true });
        const mirror = new UpstreamMirror(server, readCatalog(ROOT), join(folder, `git${count++}`));
        const env = { ...mirror.env, WINDLASS_CACHE: join(folder, "cache") };
        const recorded = recordedInvocation(folder, { options, env });
        return { ...recorded, status: await runCatalogRefresh(recorded.invocation) };
    };

    it("says in one line that there is nothing new", async () => {
        const { status, printed, noted } = await run();

        assert.deepEqual([status, noted], [0, []]);
        assert.match(printed.join("\n"), /^nothing new; \d files written$/);
    });

    it("prints one JSON document", async () => {
        const { printed } = await run({ json: true });

        assert.equal(printed.length, 1);
        assert.deepEqual(JSON.parse(printed[0] ?? ""), { written: [], changes: {}, warnings: [] });
    });

    for (const timeout of ["0", "-1", "1e3", "soon", ""]) {
        it(`refuses ${JSON.stringify(timeout)} as a time`, async () => {
            await assert.rejects(run({ timeout }), { name: "WindlassError" });
        });
    }
});
