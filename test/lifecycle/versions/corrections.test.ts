import assert from "node:assert/strict";
import { join } from "node:path";
import type { Bulletin } from "../../../lifecycle/versions/catalog";
import { readCatalog } from "../../../adapters/files/catalog-store";
import { inconsistentBulletins, staleCorrections } from "../../../lifecycle/versions/corrections";

const bulletin: Bulletin = {
    id: "ISTIO-SECURITY-2021-003",
    date: "2021-04-15",
    url: "https://istio.io/x/",
    page: { releases: ["1.8.5"], cves: [], cvss: "7.5" },
    literal: ["=1.8.5"],
    correction: {
        against: { releases: ["1.8.5"] },
        affected: ["<1.8.5"],
        reason: "names the fixed releases",
    },
};

describe("staleCorrections", () => {
    it("is silent while the page says what a correction was made against", () => {
        assert.deepEqual(staleCorrections([bulletin, { ...bulletin, correction: undefined }]), []);
    });

    it("names the field that upstream has changed, and none that no correction is about", () => {
        const page = { releases: ["All releases prior to 1.8.5"], cves: ["CVE-2021-1"], cvss: "9.9" };

        assert.deepEqual(staleCorrections([{ ...bulletin, page }]), [
            'ISTIO-SECURITY-2021-003: its correction was made against releases ["1.8.5"], ' +
                'and the page says ["All releases prior to 1.8.5"]',
        ]);
    });
});

describe("inconsistentBulletins", () => {
    it("names a bulletin whose ranges are not what its page means", () => {
        assert.deepEqual(inconsistentBulletins([bulletin, { ...bulletin, literal: ["=1.8.6"] }]), [
            "ISTIO-SECURITY-2021-003: literal is not what the page's releases mean",
        ]);
    });
});

describe("the catalog's bulletins", () => {
    it("are consistent, with corrections that fit their pages", () => {
        const { bulletins } = readCatalog(join(__dirname, "../../.."));

        assert.deepEqual([...inconsistentBulletins(bulletins), ...staleCorrections(bulletins)], []);
    });
});
