import assert from "node:assert/strict";

import { cohortExceptionFindings } from "../../../cli/checks/cohort-exceptions";
import type { CohortSettings } from "../../../lifecycle/settings/settings";
import { momentOf } from "../../../lifecycle/versions/request";
import { MESH } from "../../support/mesh";
import { exampleSettings } from "../../support/example-stack";
import { deployment, sourced } from "../../lifecycle/cohorts/cohort-manifests";

/** `rule about: reason. remedy` on a day, where one of two applications is excepted until 2026-12-01. */
function found(workload: string, today: string): readonly string[] {
    const except = [{ workload, reason: "a migration", until: "2026-12-01" }];
    const cohorts: CohortSettings = {
        first: [],
        shares: [100],
        last: [],
        except,
        maxAnalyses: 100,
        failureBudget: 0,
    };
    const example = exampleSettings();
    const settings = { ...example, workloads: { ...example.workloads, cohorts } };
    const manifests = [sourced("pay", deployment("pay")), sourced("cart", deployment("cart"))];
    const args = { root: MESH, stack: { settings, manifests }, at: momentOf(today) };
    return cohortExceptionFindings(args as unknown as Parameters<typeof cohortExceptionFindings>[0]).map(
        ({ level, rule, about, reason }) => `${level} ${rule} ${about}: ${reason}`,
    );
}

describe("cohortExceptionFindings", () => {
    it("says nothing of one that holds, on its last day too", () => {
        assert.deepEqual(found("pay", "2026-12-01"), []);
    });

    it("complains of one that has ended", () => {
        assert.deepEqual(found("pay", "2026-12-02"), [
            "warning ended-exception exception of pay: it ended on 2026-12-01 (a migration), and what it names moves with the last cohort",
        ]);
    });

    it("complains of one that keeps nothing", () => {
        assert.deepEqual(found("payments", "2026-12-01"), [
            "warning useless-setting exception of payments: no workload whose proxy Git moves has this name, so it keeps nothing",
        ]);
    });
});
