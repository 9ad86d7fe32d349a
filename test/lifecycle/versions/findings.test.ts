import assert from "node:assert/strict";

import type { Bulletin } from "../../../lifecycle/versions/catalog";
import {
    advisoryFinding,
    bulletinFinding,
    isBlocking,
    meshFindings,
} from "../../../lifecycle/versions/findings";
import { catalogOf, realCatalog } from "./example-catalog";

const bulletin: Bulletin = {
    id: "ISTIO-SECURITY-2026-007",
    date: "2026-09-30",
    url: "https://istio.io/x",
    page: { releases: ["1.30.1 to 1.30.2"], cves: ["CVE-2026-12345", "CVE-2026-XXXXX", "N/A"], cvss: "7.5" },
    literal: [">=1.30.1 <=1.30.2"],
};

describe("bulletinFinding", () => {
    it("closes downwards, and keeps only CVE ids that are some", () => {
        assert.deepEqual(bulletinFinding(bulletin), {
            id: "ISTIO-SECURITY-2026-007",
            date: "2026-09-30",
            kind: "vulnerability",
            cvss: 7.5,
            cves: ["CVE-2026-12345"],
            affected: ["<=1.30.2"],
            skew: undefined,
        });
    });

    it("takes the correction over the page, and its exact lower bound", () => {
        const { affected, cvss, kind, cves } = bulletinFinding({
            ...bulletin,
            correction: {
                against: {},
                affected: ["=1.30.1"],
                lowerBound: "exact",
                kind: "regressed-build",
                cves: ["CVE-2026-1111"],
                cvss: 9,
                reason: "why not",
            },
        });

        assert.deepEqual(
            { affected, cvss, kind, cves },
            { affected: ["=1.30.1"], cvss: 9, kind: "regressed-build", cves: ["CVE-2026-1111"] },
        );
    });

    for (const cvss of ["N/A", "", "high", "99", "-1", "7.5.1"]) {
        it(`takes the score ${JSON.stringify(cvss)} for unknown`, () => {
            assert.equal(bulletinFinding({ ...bulletin, page: { ...bulletin.page, cvss } }).cvss, undefined);
        });
    }

    it("leaves a page open that cannot be read", () => {
        assert.equal(bulletinFinding({ ...bulletin, literal: undefined }).affected, undefined);
    });
});

describe("meshFindings", () => {
    it("sorts bulletins and advisories by day, and leaves client faults out", () => {
        const advisory = { ...realCatalog.advisories[0]!, id: "A", date: "2020-01-01" };

        const found = meshFindings(catalogOf({}, { bulletins: [bulletin], advisories: [advisory] }));

        assert.deepEqual(
            found.map(({ id }) => id),
            ["A", "ISTIO-SECURITY-2026-007"],
        );
    });

    it("blocks by 53 of the 56 bulletins: three have no fixed release", () => {
        const notes = realCatalog.bulletins.map(bulletinFinding).filter((finding) => !isBlocking(finding));

        assert.equal(realCatalog.bulletins.length, 56);
        assert.deepEqual(
            notes.map(({ id }) => id),
            ["ISTIO-SECURITY-2021-002", "ISTIO-SECURITY-2021-004", "ISTIO-SECURITY-2026-002"],
        );
    });
});

describe("advisoryFinding", () => {
    it("means its ranges as they stand", () => {
        assert.deepEqual(advisoryFinding(realCatalog.advisories[0]!).affected, [
            "<=1.29.6",
            ">=1.30.0 <=1.30.3",
            "=1.31.0",
        ]);
    });
});
