import assert from "node:assert/strict";

import { catalogDateFindings, lockDateFindings } from "../../../cli/checks/dates";
import type { StackCheckArgs } from "../../../cli/checks/stack-check";
import { dayOf } from "../../../lifecycle/kit/day";
import { momentOf } from "../../../lifecycle/versions/request";
import { exampleLock, exampleSettings } from "../../support/example-stack";
import { catalog } from "../../support/stack-pins";

function stackSince(since: string): StackCheckArgs["stack"] {
    const lock = exampleLock();
    const controlPlane = { version: "1.31.1", since };
    const old = { ...lock.istio.proxies, since: "2026-10-01" };
    return {
        settings: exampleSettings(),
        lock: {
            ...lock,
            istio: { ...lock.istio, controlPlane, proxies: old },
            flux: {
                ...lock.flux,
                distribution: { version: "2.9.4", since: "2026-10-01" },
                operator: { version: "0.58.1", since: "2026-10-01" },
            },
            flagger: { ...lock.flagger, release: { version: "1.44.0", since: "2026-10-01" } },
            catalog: "2026-10-01",
        },
    } as unknown as StackCheckArgs["stack"];
}

describe("lockDateFindings", () => {
    it("refuses a pin of a day to come, with the lock and the key", () => {
        const findings = lockDateFindings({ stack: stackSince("2099-01-02"), at: momentOf("2099-01-01") });

        assert.deepEqual(
            findings.map(({ level, rule, about, file }) => [level, rule, about, file]),
            [["refused", "dates", "istio.controlPlane.since 2099-01-02", "stacks/dev.lock.yaml"]],
        );
    });

    it("holds nothing against what was written since the day that is asked about", () => {
        const today = dayOf(Date.now());

        assert.deepEqual(lockDateFindings({ stack: stackSince(today), at: momentOf("2026-10-02") }), []);
    });
});

describe("catalogDateFindings", () => {
    it("refuses each file of a day to come", () => {
        const at = momentOf("2098-01-01");
        const dates = { ...catalog.dates, "catalog/bulletins.json": "2099-01-01" };

        assert.deepEqual(
            catalogDateFindings({ catalog: { ...catalog, dates }, at }).map(({ level, file }) => [
                level,
                file,
            ]),
            [["refused", "catalog/bulletins.json"]],
        );
        assert.deepEqual(catalogDateFindings({ catalog, at }), []);
    });
});
