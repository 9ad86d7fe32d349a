import assert from "node:assert/strict";

import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { formatCatalogFile } from "../../../lifecycle/versions/catalog-format";
import { CATALOG_FILES } from "../../../lifecycle/versions/catalog-parse";
import { readCatalog } from "../../../adapters/files/catalog-store";
import { parseBulletinReleases } from "../../../lifecycle/versions/bulletin-ranges";
import { realCatalog } from "../../lifecycle/versions/example-catalog";

const root = join(__dirname, "../../..");

describe("readCatalog", () => {
    it("reads this repository's catalog whole", () => {
        const { releases, support, bulletins, dropped, tools } = realCatalog;
        const stable = releases.filter(({ version }) => /^[1-9]\d*\.\d+\.\d+$/.test(version));

        assert.deepEqual(
            {
                releases: releases.length,
                stable: stable.length,
                support: support.length,
                bulletins: bulletins.length,
                dropped,
            },
            { releases: 459, stable: 287, support: 25, bulletins: 56, dropped: 0 },
        );
        assert.ok(Object.values(tools).every((tool) => tool.releases.length > 50));
    });

    it("takes the package's where a project keeps none", () => {
        assert.deepEqual(readCatalog(join(root, "docs")), readCatalog(root));
    });

    it("says which file is missing of a project's own", () => {
        const folder = mkdtempSync(join(tmpdir(), "windlass-catalog-"));
        mkdirSync(join(folder, "catalog"));
        assert.throws(() => readCatalog(folder), {
            message: "catalog/releases.json: does not exist. Restore it from Git.",
        });
    });

    for (const file of Object.values(CATALOG_FILES)) {
        it(`finds ${file} written in its one format`, () => {
            const text = readFileSync(join(root, file), "utf8");

            assert.equal(formatCatalogFile(JSON.parse(text) as object), text);
        });
    }

    it("finds each bulletin's literal ranges to be what its page says", () => {
        for (const { id, page, literal } of realCatalog.bulletins) {
            assert.deepEqual(parseBulletinReleases(page.releases), literal, id);
        }
    });

    it("finds each correction made against the page it stands beside, with a reason", () => {
        const corrected = realCatalog.bulletins.filter(({ correction }) => correction);
        for (const { id, page, correction } of corrected) {
            for (const [field, value] of Object.entries(correction?.against ?? {})) {
                assert.deepEqual(value, page[field as keyof typeof page], `${id} ${field}`);
            }
            assert.ok(Object.keys(correction?.against ?? {}).length > 0, id);
            assert.ok((correction?.reason.length ?? 0) > 15, id);
        }
        assert.equal(corrected.length, 18);
    });
});
