import assert from "node:assert/strict";
import { HttpClient } from "../../../adapters/http/http-source";
import { fetchBulletins } from "../../../adapters/upstream/bulletins-source";
import { faultServer } from "../../support/http-server";
import { bulletinPage } from "../../support/upstream-mirror";

describe("fetchBulletins", () => {
    const server = faultServer();
    let client: HttpClient;
    beforeEach(() => (client = new HttpClient({ env: {}, firstWait: 1, attempts: 2 })));
    afterEach(() => client.close());
    const publish = (...ids: string[]): void => {
        for (const id of ids) {
            const page = { releases: ["1.0.0"], cves: [], cvss: "N/A" };
            const path = `/content/en/news/security/istio-security-${id}/index.md`;
            server.on(path, { body: bulletinPage({ id, date: "2026-01-01", page }) });
        }
    };
    const found = async (known: readonly string[], year: number): Promise<string[]> => {
        const ids = known.map((id) => `ISTIO-SECURITY-${id}`);
        const bulletins = await fetchBulletins(client, new URL(server.url), ids, year);
        return bulletins.map(({ id }) => id.slice("ISTIO-SECURITY-".length));
    };

    it("reads what is known, and goes on until there is no more, over the years", async () => {
        publish("2025-001", "2025-002", "2026-001", "2026-002", "2027-001");

        assert.deepEqual(await found(["2025-001", "2025-002", "2026-001"], 2027), [
            "2025-001",
            "2025-002",
            "2026-001",
            "2026-002",
            "2027-001",
        ]);
    });

    it("looks beyond one number that is reserved", async () => {
        publish("2026-001", "2026-003");

        assert.deepEqual(await found(["2026-001"], 2026), ["2026-001", "2026-003"]);
    });

    it("takes a title for nothing: the folder names the bulletin", async () => {
        publish("2026-001");
        const page = { releases: ["1.0.0"], cves: [], cvss: "N/A" };
        const text = bulletinPage({ id: "ISTIO-SECURITY-2019-001", date: "2026-02-01", page });
        server.on("/content/en/news/security/istio-security-2026-002/index.md", { body: text });

        assert.deepEqual(await found(["2026-001"], 2026), ["2026-001", "2026-002"]);
    });

    it("stops when a server answers everything", async () => {
        const page = { releases: ["1.0.0"], cves: [], cvss: "N/A" };
        const reply = { body: bulletinPage({ id: "x", date: "2026-01-01", page }) };
        for (let number = 1; number <= 300; number++) {
            server.on(
                `/content/en/news/security/istio-security-2026-${String(number).padStart(3, "0")}/index.md`,
                reply,
            );
        }

        assert.equal((await found(["2026-001"], 2026)).length, 100);
    });

    it("refuses a list in which a known bulletin is missing", async () => {
        publish("2026-001");

        await assert.rejects(found(["2026-001", "2026-002"], 2026), {
            message:
                '"ISTIO-SECURITY-2026-002": is in the catalog, but its page is gone. Check WINDLASS_ISTIO_DOCS; ' +
                "if it was withdrawn, delete it from catalog/bulletins.json.",
            exitStatus: 3,
        });
    });

    it("refuses a list in which one cannot be read", async () => {
        publish("2026-001");
        server.on("/content/en/news/security/istio-security-2026-002/index.md", { status: 500 });

        await assert.rejects(found(["2026-001"], 2026), { name: "WindlassError" });
    });
});
