import assert from "node:assert/strict";

import { indexCatalog, indexTool, toCandidate } from "../../../lifecycle/versions/catalog-index";
import { catalogOf, realCatalog } from "./example-catalog";

describe("indexCatalog", () => {
    it("lists candidates newest version first, and each minor's release", () => {
        const index = indexCatalog(
            catalogOf({
                "1.9.0": "2021-02-09",
                "1.10.0": "2021-05-18",
                "1.10.0-rc.0": "2021-05-01",
                "1.9.5": undefined,
            }),
        );

        assert.deepEqual(
            index.candidates.map(({ version }) => version),
            ["1.10.0", "1.10.0-rc.0", "1.9.5", "1.9.0"],
        );
        assert.deepEqual(
            [...index.minorReleases],
            [
                ["1.10", Date.UTC(2021, 4, 18)],
                ["1.9", Date.UTC(2021, 1, 9)],
            ],
        );
    });

    it("is made once for each catalog", () => {
        assert.equal(indexCatalog(realCatalog), indexCatalog(realCatalog));
        assert.equal(indexTool(realCatalog, "flux"), indexTool(realCatalog, "flux"));
        assert.notEqual(indexTool(realCatalog, "flux"), indexTool(realCatalog, "flagger"));
    });

    it("finds every fault of a version, known or not to the catalog", () => {
        const { faultsOf } = indexCatalog(realCatalog);
        const ids = faultsOf(toCandidate({ version: "1.31.1-custom.1" }).semver).map(({ id }) => id);

        assert.deepEqual(ids, [
            "ISTIO-SECURITY-2021-002",
            "ISTIO-SECURITY-2021-004",
            "ISTIO-SECURITY-2026-002",
        ]);
    });
});

describe("toCandidate", () => {
    it("knows its minor and the start of its day", () => {
        const { minor, time } = toCandidate({ version: "1.31.0-rc.0", date: "2026-08-19" });
        assert.deepEqual({ minor, time }, { minor: "1.31", time: Date.UTC(2026, 7, 19) });
    });
});
