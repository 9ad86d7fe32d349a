import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { run as runCatalogVerify } from "../../cli/catalog-verify";
import { readCatalog } from "../../adapters/files/catalog-store";
import { faultServer } from "../support/http-server";
import { recordedInvocation } from "../support/invocation";
import { temporaryFolder } from "../support/temporary-folder";
import { UpstreamMirror, bulletinPage } from "../support/upstream-mirror";

const ROOT = join(__dirname, "../..");

describe("windlass catalog verify", () => {
    const server = faultServer();
    const folder = temporaryFolder();
    const catalog = readCatalog(ROOT);
    cpSync(join(ROOT, "catalog"), join(folder, "catalog"), { recursive: true });
    let mirror: UpstreamMirror;
    beforeEach(() => (mirror = new UpstreamMirror(server, catalog, join(folder, "git"))));
    const run = async (options: Record<string, boolean> = {}) => {
        const env = { ...mirror.env, WINDLASS_CACHE: join(folder, "cache") };
        const recorded = recordedInvocation(folder, { options, env });
        return { ...recorded, status: await runCatalogVerify(recorded.invocation) };
    };

    it("passes where upstream says what the corrections were made against", async () => {
        const { status, printed } = await run();

        assert.equal(status, 0);
        assert.match(printed.join("\n"), /^ok {2}\d+ bulletins, \d+ corrections$/);
    });

    it("fails when upstream changes a field under a correction, and names both texts", async () => {
        const corrected = catalog.bulletins.find(
            ({ correction }) => correction?.against.releases !== undefined,
        );
        assert.ok(corrected);
        mirror.bulletin(
            corrected.id,
            bulletinPage({ ...corrected, page: { ...corrected.page, releases: ["1.0.0"] } }),
        );

        const { status, printed, noted } = await run();

        assert.equal(status, 5);
        assert.equal(printed.length, 1);
        assert.ok(
            printed[0]?.startsWith(`refused  ${corrected.id}: its correction was made against releases [`),
            printed[0],
        );
        assert.ok(printed[0]?.endsWith('and the page says ["1.0.0"]'), printed[0]);
        assert.equal(noted.length, 1);
    });

    it("passes with a note when a bulletin is new", async () => {
        const page = { releases: ["1.0.0"], cves: [], cvss: "7.5" };
        mirror.bulletin("ISTIO-SECURITY-2026-007", bulletinPage({ id: "x", date: "2026-11-01", page }));

        const { status, noted } = await run();

        assert.equal(status, 0);
        assert.deepEqual(noted, ['upstream: ISTIO-SECURITY-2026-007 is new, of 2026-11-01, about ["1.0.0"]']);
    });

    it("asks nobody when it is offline", async () => {
        const { status } = await run({ offline: true });

        assert.deepEqual([status, server.paths], [0, []]);
    });
});
