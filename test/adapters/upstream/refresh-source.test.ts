import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { HttpClient } from "../../../adapters/http/http-source";
import { upstreamOf } from "../../../adapters/upstream/upstream";
import type { Catalog } from "../../../lifecycle/versions/catalog";
import { readCatalog } from "../../../adapters/files/catalog-store";
import { staleCorrections } from "../../../lifecycle/versions/corrections";
import { refreshCatalog } from "../../../adapters/upstream/refresh-source";
import { faultServer } from "../../support/http-server";
import { temporaryFolder } from "../../support/temporary-folder";
import { UpstreamMirror, bulletinPage } from "../../support/upstream-mirror";

const ROOT = join(__dirname, "../../..");
const NOW = Date.parse("2026-11-21T12:00:00Z");

describe("refreshCatalog", () => {
    const server = faultServer();
    const folder = temporaryFolder();
    const catalog: Catalog = readCatalog(ROOT);
    let root = "";
    let round = 0;
    let client: HttpClient;
    let mirror: UpstreamMirror;
    beforeEach(() => {
        root = join(folder, `project-${round++}`);
        mkdirSync(root);
        cpSync(join(ROOT, "catalog"), join(root, "catalog"), { recursive: true });
        client = new HttpClient({ env: {}, firstWait: 1 });
        mirror = new UpstreamMirror(server, catalog, root);
    });
    afterEach(() => client.close());
    const refresh = (now = NOW) =>
        refreshCatalog({ root, client, git: { firstWait: 1 }, upstream: upstreamOf(mirror.env), now });
    const texts = (): Record<string, string> =>
        Object.fromEntries(
            readdirSync(join(root, "catalog")).map((name) => [
                name,
                readFileSync(join(root, "catalog", name), "utf8"),
            ]),
        );

    it("finds nothing new where upstream says what the catalog says, and moves its date", async () => {
        const { changes, warnings } = await refresh();

        assert.deepEqual([changes, warnings], [{}, []]);
        const fresh = readCatalog(root);
        assert.equal(fresh.date, "2026-11-21");
        assert.deepEqual(fresh.releases, catalog.releases);
        assert.deepEqual(fresh.bulletins, catalog.bulletins);
        assert.deepEqual(fresh.support, catalog.support);
        assert.deepEqual(fresh.artifactFaults, catalog.artifactFaults);
    });

    it("writes the same bytes when it is run again on the same day", async () => {
        await refresh();
        const before = texts();

        const { written } = await refresh();

        assert.deepEqual(written, []);
        assert.deepEqual(texts(), before);
    });

    it("takes new releases over, each with the best date there is, and drops hostile tags", async () => {
        mirror.tags(
            "/istio",
            [...mirror.versions, "v1.99.0", "1.99.0-$(id)", "../../x", "1.1.0.snapshot.0"],
            [
                { name: "1.31.2", date: "2026-11-10T00:00:00Z" },
                { name: "1.31.3", date: "2026-11-18T00:00:00Z", annotated: true },
                { name: "1.32.0-rc.0", date: "2026-11-19T00:00:00Z" },
            ],
        );
        mirror.announcement("1.31.2", "2026-11-12");
        mirror.charts({ base: ["1.31.2", "1.31.3"], istiod: ["1.31.2"], gateway: ["1.31.2"] });

        const { changes, written } = await refresh();

        assert.deepEqual(changes, {
            releases: [
                "1.31.2 is new: 2026-11-12",
                "1.31.3 is new: 2026-11-18",
                "1.32.0-rc.0 is new: 2026-11-19",
            ],
            artifacts: ["1.31.3: its charts gateway, istiod are not in the chart repository"],
        });
        assert.ok(written.includes("catalog/releases.json"));
        assert.deepEqual(readCatalog(root).releases.slice(-3), [
            { version: "1.31.2", date: "2026-11-12", source: "announcement" },
            { version: "1.31.3", date: "2026-11-18", source: "tag" },
            { version: "1.32.0-rc.0", date: "2026-11-19", source: "tag" },
        ]);
        mirror.charts({ base: ["1.31.3"], istiod: ["1.31.3"], gateway: ["1.31.3"] });
        assert.deepEqual((await refresh()).changes, { artifacts: ["1.31.3 is complete now"] });
    });

    it("takes new and changed bulletins over, and says which correction has lost its ground", async () => {
        const corrected = catalog.bulletins.find(
            ({ correction }) => correction?.against.releases !== undefined,
        );
        assert.ok(corrected);
        const page = { ...corrected.page, releases: ["1.0.0 to 1.0.1"] };
        mirror.bulletin(corrected.id, bulletinPage({ ...corrected, page }));
        const prose = { releases: ["whatever runs on a Tuesday"], cves: ["CVE-XXXX-XXXXX"], cvss: "N/A" };
        mirror.bulletin(
            "ISTIO-SECURITY-2026-008",
            bulletinPage({ id: "x", date: "2026-11-01", page: prose }),
        );

        const { warnings } = await refresh();

        const { bulletins } = readCatalog(root);
        assert.deepEqual(bulletins.at(-1), {
            id: "ISTIO-SECURITY-2026-008",
            date: "2026-11-01",
            url: "https://istio.io/latest/news/security/istio-security-2026-008/",
            page: prose,
        });
        assert.deepEqual(warnings, staleCorrections(bulletins));
        assert.equal(warnings.length, 1);
        assert.deepEqual(bulletins.find(({ id }) => id === corrected.id)?.correction, corrected.correction);
    });

    it("asks for the bulletins of every year since, and only those", async () => {
        await refresh(Date.parse("2028-01-02T00:00:00Z"));

        const asked = server.paths
            .filter((path) => /security-202[678]-/.test(path))
            .map((path) => path.split("/").at(-2));
        assert.deepEqual(
            asked.slice(-6),
            [7, 8, 1, 2, 1, 2].map((number, index) => `istio-security-${2026 + (index >> 1)}-00${number}`),
        );
    });

    it("takes the support table over without loosening an end that was announced", async () => {
        const windows = catalog.support.map((window) =>
            window.minor === "1.31"
                ? { ...window, kubernetes: [...window.kubernetes, "1.38"] }
                : window.minor === "1.29"
                  ? { ...window, eol: undefined, eolExpected: "2027-01" }
                  : window.minor === "1.30"
                    ? { ...window, eol: "2026-12-24", eolExpected: undefined }
                    : window,
        );
        mirror.support(windows);

        const { changes } = await refresh();

        assert.deepEqual(changes, {
            support: ["1.31 now supports Kubernetes 1.38", "1.30 ends 2026-12-24; it was 2026-11"],
        });
        const found = readCatalog(root).support.find(({ minor }) => minor === "1.31");
        assert.equal(found?.kubernetesSince["1.38"], "2026-11-21");
    });

    it("keeps a release whose tag is gone, and has it refused", async () => {
        mirror.tags(
            "/istio",
            mirror.versions.filter((version) => version !== "1.31.1"),
        );

        const { changes } = await refresh();

        assert.deepEqual(changes, { artifacts: ["1.31.1: its tag is gone from the repository"] });
        assert.ok(readCatalog(root).releases.some(({ version }) => version === "1.31.1"));
    });

    /** `[what is wrong, how]` */
    const faults: readonly (readonly [string, () => void])[] = [
        ["half of the tags", () => mirror.tags("/istio", mirror.versions.slice(0, 200))],
        ["no tags of Flux", () => server.on("/flux/info/refs", { status: 404 })],
        [
            "a bulletin that is gone",
            () =>
                server.on("/docs/content/en/news/security/istio-security-2024-001/index.md", { status: 404 }),
        ],
        ["a bulletin that is a page", () => mirror.bulletin("ISTIO-SECURITY-2026-007", "<html>")],
        ["no support table", () => server.on("/docs/data/compatibility/supportStatus.yml", { status: 404 })],
        [
            "a support table of numbers",
            () => server.on("/docs/data/compatibility/supportStatus.yml", { body: "- version: 1.20" }),
        ],
        ["a chart index that is a page", () => server.on("/charts/index.yaml", { body: "<html></html>" })],
        ["a chart index that is a bomb", () => server.on("/charts/index.yaml", { body: bomb() })],
        [
            "a server that wants an hour of rest",
            () => server.on("/charts/index.yaml", { status: 429, headers: { "retry-after": "3600" } }),
        ],
        ["a server that fails", () => server.on("/flagger/git-upload-pack", { status: 500 })],
    ];
    for (const [title, damage] of faults) {
        it(`writes nothing when it meets ${title}`, async () => {
            mirror.tags("/istio", mirror.versions, [{ name: "1.31.2", date: "2026-11-10T00:00:00Z" }]);
            const before = texts();
            damage();

            await assert.rejects(refresh(), { name: "WindlassError" });

            assert.deepEqual(texts(), before);
        });
    }

    for (const day of ["1970-01-01", "2099-01-01"]) {
        it(`refuses a clock in ${day.slice(0, 4)} before it asks anything`, async () => {
            await assert.rejects(refresh(Date.parse(day)), {
                message: `"${day}": is what the clock says, and the catalog is of ${catalog.date}. Set the clock.`,
            });
            assert.deepEqual(server.paths, []);
        });
    }
});

function bomb(): string {
    const lines = ["a: &a [x,x,x,x,x,x,x,x,x]"];
    for (let step = 1; step < 12; step++)
        lines.push(
            `${"abcdefghijkl"[step]}: &${"abcdefghijkl"[step]} [${`*${"abcdefghijkl"[step - 1]},`.repeat(9)}]`,
        );
    return lines.join("\n");
}
