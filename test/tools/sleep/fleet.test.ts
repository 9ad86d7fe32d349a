import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { manifestReader } from "../../../adapters/files/manifest-source";
import { readSettings } from "../../../adapters/files/settings-source";
import { readManifests } from "../../../adapters/files/stack-source";
import { findLock } from "../../../adapters/files/update-store";
import { stackCohorts } from "../../../lifecycle/cohorts/stack-cohorts";
import { NEW, OLD, fleetFiles, fleetWorkloads } from "../../../tools/sleep/fleet";
import { temporaryFolder } from "../../support/temporary-folder";

const COHORTS = { shares: [10, 100], maxAnalyses: 8, failureBudget: 2 };

describe("the fleet of a night", () => {
    const folder = temporaryFolder();

    it("is a stack that can be read, whose workloads all move in cohorts within the cap", () => {
        const args = {
            charts: "oci://127.0.0.1:1/charts",
            git: "http://127.0.0.1:2/mesh.git",
            context: "night",
        };
        for (const [path, text] of fleetFiles({ workloads: 35, cohorts: COHORTS, ...args })) {
            mkdirSync(dirname(join(folder, path)), { recursive: true });
            writeFileSync(join(folder, path), text);
        }
        const settings = readSettings(folder, "night");
        assert.equal(findLock(folder, "night").lock?.istio.proxies.version, OLD);
        assert.notEqual(NEW, OLD);

        const { cohorts } = stackCohorts({
            settings,
            manifests: readManifests(settings, manifestReader(folder)),
        });
        assert.deepEqual(cohorts[0]?.workloads, ["team-000/Deployment/app-0000"]);
        assert.equal(cohorts.flatMap(({ workloads }) => workloads).length, 35);
        assert.ok(cohorts.every(({ analyses }) => analyses > 0 && analyses <= 8));
    });

    it("has ten workloads a namespace, those of a small one first", () => {
        const all = fleetWorkloads(21);
        assert.deepEqual(all.at(-1), { namespace: "team-002", name: "app-0020" });
        assert.deepEqual(all.slice(0, 12), fleetWorkloads(12));
    });
});
