import assert from "node:assert/strict";

import {
    type AdoptionReportArgs,
    adoptionReport,
    findingText,
} from "../../../lifecycle/adopt/adoption-report";
import { planAdoption } from "../../../lifecycle/adopt/plan-adoption";
import { momentOf } from "../../../lifecycle/versions/request";
import { foundMesh } from "../../support/found-mesh";
import { catalog } from "../../support/stack-pins";

const found = foundMesh({
    namespaces: [{ name: "shop", injection: "enabled" }],
    tags: [{ tag: "prod", revision: "default", webhook: "w" }],
});
const at = momentOf("2026-10-05");
const plan = planAdoption({ stack: "prod", context: "eu", found, catalog, at });

function report(overrides: Partial<AdoptionReportArgs> = {}): string {
    const first = { values: new Map([["istiod", []]]), charts: [], own: [] };
    return adoptionReport({ ...plan, stack: "prod", context: "eu", found, first, at: at.time, ...overrides });
}

/** Lines below a heading. */
function below(text: string, title: string): readonly string[] {
    const [, part = ""] = text.split(`## ${title}\n\n`);
    return (part.split("\n\n")[0] ?? "").split("\n").filter((line) => line !== "");
}

describe("adoptionReport", () => {
    it("says what was found, owned and left, and what comes next", () => {
        const text = report();
        assert.match(text, /^# Adoption of eu as prod\n/);
        assert.ok(below(text, "What was found").includes("- namespace shop: istio-injection: enabled"));
        assert.ok(below(text, "What was found").includes("- 1 workloads with a proxy: 2 pods 1.31.1"));
        assert.ok(
            below(text, "What Windlass would own").some((line) => line.includes("istio-system/istiod")),
        );
        assert.ok(below(text, "What it would leave").includes("- 1 tags"));
        assert.ok(below(text, "What must be decided").some((line) => line.startsWith("- mutual TLS: ")));
        assert.equal(below(text, "What stands in the way").length, 0);
        assert.ok(below(text, "Next").length > 0);
    });

    it("explains every kind of change of the first apply", () => {
        const first = {
            values: new Map([["istiod", [{ path: "autoscaleMin", before: 3, after: undefined }]]]),
            charts: [
                { id: "a", state: "same" },
                { id: "b", state: "owned", places: [] },
                { id: "c", state: "changed", places: ["/spec/x"] },
                { id: "d", state: "refused", why: "forbidden" },
            ],
            own: [
                { id: "e", state: "created" },
                { id: "f", state: "unasked", why: "no kind" },
            ],
        } as const;
        assert.deepEqual(below(report({ first }), "The first apply"), [
            "- istiod: the value autoscaleMin is 3, and would be not set",
            "- 1 of the charts' objects would change: c at /spec/x",
            "- 1 of the charts' objects could not be asked about: d (forbidden)",
            "- 1 of the charts' objects get labels and annotations of their new owner, and nothing else",
            "- 1 of the charts' objects stay as they are",
            "- 1 of Windlass's own objects are new, and nothing that runs reads them: e",
            "- 1 of Windlass's own objects are new, of kinds that come with them: f",
        ]);
    });

    it("has no next steps where something stands in the way", () => {
        const findings = [{ level: "blocks", about: "x", text: "no", remedy: "Mend it" }] as const;
        const text = report({ adopted: undefined, first: undefined, findings });
        assert.deepEqual(below(text, "What stands in the way"), ["- x: no. Mend it."]);
        assert.equal(below(text, "Next").length, 0);
    });
});

describe("findingText", () => {
    it("is one line", () => {
        assert.equal(findingText({ level: "note", about: "a", text: "b" }), "a: b.");
    });
});
