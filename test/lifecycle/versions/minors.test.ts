import assert from "node:assert/strict";

import { describeMinors, faultIds } from "../../../lifecycle/versions/minors";
import { momentOf } from "../../../lifecycle/versions/request";
import { contextOf, realCatalog } from "./example-catalog";

describe("describeMinors", () => {
    const minors = describeMinors(realCatalog, momentOf("2026-10-05"));

    it("knows the newest release of an ended minor, when it ended and what it runs on", () => {
        const found = minors.find(({ minor }) => minor === "1.28");

        assert.deepEqual(found && { ...found, faults: found.faults.length > 0 }, {
            minor: "1.28",
            newest: "1.28.10",
            released: "2026-07-01",
            sound: null,
            faults: true,
            isSupported: false,
            ends: "2026-07-01",
            kubernetes: ["1.30", "1.31", "1.32", "1.33", "1.34"],
        });
    });

    it("lists every minor once, the newest first, without pre-releases", () => {
        assert.deepEqual(
            minors.slice(0, 3).map(({ minor, newest }) => `${minor} ${newest}`),
            ["1.31 1.31.1", "1.30 1.30.5", "1.29 1.29.8"],
        );
        assert.equal(new Set(minors.map(({ minor }) => minor)).size, minors.length);
    });

    it("counts the day of an end as ended", () => {
        const on = (day: string): boolean | undefined =>
            describeMinors(realCatalog, momentOf(day)).find(({ minor }) => minor === "1.29")?.isSupported;

        assert.deepEqual([on("2026-10-11"), on("2026-10-12")], [true, false]);
    });

    it("knows nothing of what was not out yet", () => {
        assert.equal(describeMinors(realCatalog, momentOf("2026-08-30"))[0]?.minor, "1.30");
    });
});

describe("faultIds", () => {
    it("names faults of the mesh and of istioctl, each once", () => {
        const context = contextOf({}, "2026-10-05");
        const candidate = context.index.byVersion.get("1.30.4");

        assert.deepEqual(candidate && faultIds(candidate, context), [
            "ISTIO-RN-2026-istioctl-analyze-kubeconfig-exec",
        ]);
    });
});
