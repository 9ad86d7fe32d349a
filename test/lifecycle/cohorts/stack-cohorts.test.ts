import assert from "node:assert/strict";

import { structuredPatch } from "diff";

import { injectStack } from "../../../adapters/istioctl/inject-stack";
import { syntheticApps } from "../../../bench/synthetic";
import {
    ONE_COHORT,
    cohortWay,
    lockAhead,
    markedBy,
    movedWorkloads,
    stackCohorts,
} from "../../../lifecycle/cohorts/stack-cohorts";
import { DAY as A_DAY } from "../../../lifecycle/kit/day";
import type { Lock } from "../../../lifecycle/settings/lock";
import { formatLock } from "../../../lifecycle/settings/lock-parse";
import type { CohortSettings, StackSettings } from "../../../lifecycle/settings/settings";
import { type FactorInput, factor } from "../../../lifecycle/sidecars/factor";
import { planInjection } from "../../../lifecycle/sidecars/plan-injection";
import { type Sidecars, composeWorkload, sidecarWords } from "../../../lifecycle/sidecars/sidecars";
import { formatSidecars } from "../../../lifecycle/sidecars/sidecars-text";
import { decideIstio } from "../../../lifecycle/upgrade/decide-istio";
import { momentOf } from "../../../lifecycle/versions/request";
import { type SourcedManifest, objectId } from "../../../lifecycle/workloads/manifest";
import { isWorkload } from "../../../lifecycle/workloads/pod-template";
import { DAY, decideArgs, lockAt } from "../../support/stack-pins";
import { deployment, sourced } from "./cohort-manifests";

const COHORTS: CohortSettings = {
    first: [],
    shares: [5, 20, 50, 100],
    last: [],
    except: [],
    maxAnalyses: 100,
    failureBudget: 0,
};

function settingsWith(cohorts: CohortSettings | undefined, mode: "git" | "pin" = "git"): StackSettings {
    const { settings } = decideArgs(lockAt("1.31.1"), {}, { fleet: { soak: "0d" } });
    return { ...settings, workloads: { ...settings.workloads, mode, cohorts } };
}

function moving(through: string): Lock {
    const lock = lockAt("1.31.1", "1.31.0");
    const next = { version: "1.31.1", through, since: DAY };
    return { ...lock, istio: { ...lock.istio, proxies: { ...lock.istio.proxies, next } } };
}

const few = ["a", "b", "c"].map((name) => sourced(name, deployment(name)));

describe("the cohorts of a stack", () => {
    it("are none without settings, and nothing has moved", () => {
        assert.equal(cohortWay({ settings: settingsWith(undefined), manifests: few }), ONE_COHORT);
        const args = { settings: settingsWith(undefined), manifests: few };
        assert.deepEqual([...movedWorkloads(lockAt("1.31.1", "1.31.0"), args)], []);
    });

    it("have marked templates from the step on that moves them, and all of them once the pin has moved", () => {
        const isMarked = markedBy(moving("first"), new Set(["b"]));
        assert.deepEqual(["a", "b"].map(isMarked), [false, true]);

        const args = decideArgs(lockAt("1.31.1", "1.31.0"), {}, { fleet: { soak: "0d" } });
        const { step, lock } = decideIstio({ ...args, at: momentOf(DAY) });
        assert.deepEqual([step?.part, lock && markedBy(lock, new Set())("a")], ["proxies", true]);
    });

    it("have what is named first, and what is excepted last, before the pin follows", () => {
        const except = [{ workload: "c", reason: "r", until: "2026-12-31" }];
        const settings = settingsWith({ ...COHORTS, shares: [100], first: ["b"], except });
        const { steps, exceptions } = cohortWay({ settings, manifests: few });
        assert.deepEqual(steps, ["first", "100%", "except"]);
        assert.deepEqual(exceptions, [{ ...except[0], workloads: ["shop/Deployment/c"] }]);
        assert.deepEqual(
            [...movedWorkloads(moving("first"), { settings, manifests: few })],
            ["shop/Deployment/b"],
        );
        assert.deepEqual([...movedWorkloads(moving("100%"), { settings, manifests: few })].sort(), [
            "shop/Deployment/a",
            "shop/Deployment/b",
        ]);
    });

    it("have no step where all are in one: the pin moves it", () => {
        const settings = settingsWith({ ...COHORTS, shares: [100] });
        assert.deepEqual(cohortWay({ settings, manifests: few }).steps, []);
    });

    it("leave out what no commit moves: mode pin in place", () => {
        const settings = settingsWith(COHORTS, "pin");
        assert.equal(stackCohorts({ settings, manifests: few }).places.size, 0);
        const revisions = { ...settings, istio: { ...settings.istio, strategy: "revisions" as const } };
        assert.equal(stackCohorts({ settings: revisions, manifests: few }).places.size, 3);
    });

    it("have next proxies at the version they move to", () => {
        assert.equal(lockAhead(lockAt("1.31.1", "1.31.0")), undefined);
        assert.equal(lockAhead(moving("first"))?.istio.proxies.version, "1.31.1");
    });
});

/** Sidecars as istioctl would make them, but for what they say: a proxy, and its version in a place or two. */
function sidecarsOf(settings: StackSettings, lock: Lock, manifests: readonly SourcedManifest[]): Sidecars {
    const plan = planInjection({ settings, lock, manifests });
    const { version, revision, values, proxyImage } = plan;
    const parts = plan.workloads.map(({ id, sourced: { manifest } }): [string, FactorInput] => {
        const overlay = {
            "metadata/annotations/sidecar.istio.io~1status": `{"revision":"${revision}"}`,
            "spec/containers": ["istio-proxy"],
            "spec/containers/istio-proxy/image": proxyImage,
            "spec/containers/istio-proxy/env/ISTIO_VERSION": version,
        };
        return [id, { overlay, words: sidecarWords(manifest, proxyImage), shape: manifest.kind }];
    });
    return {
        inputs: {
            istioctl: version,
            revision,
            values,
            injector: { template: `sha256:t${version}`, values: `sha256:v${version}`, mesh: "sha256:m" },
        },
        proxyImage,
        pristine: new Map(plan.workloads.map(({ id, pristine }) => [id, pristine])),
        factored: factor(new Map(parts)),
    };
}

/** Lines taken away and added, as a reviewer sees them. */
function changedLines(before: string, after: string): number {
    const { hunks } = structuredPatch("a", "b", before, after, "", "", { context: 0 });
    return hunks.reduce((sum, { oldLines, newLines }) => sum + oldLines + newLines, 0);
}

describe("the steps of 3,000 workloads", () => {
    const manifests = syntheticApps(3000).flatMap(({ app, manifests: own }) =>
        own.map((manifest) => sourced(app, manifest)),
    );
    const settings = settingsWith(COHORTS);

    it("change at most ten lines each, and need no istioctl but for the first; the pin follows and moves none", async function () {
        this.timeout(120_000);
        const cohorts = () => cohortWay({ settings, manifests });
        const expected = cohorts().steps.length;
        assert.ok(expected > 8, `${expected} cohorts`);
        // The control plane has just moved, and with it the catalog's day.
        let lock: Lock = { ...lockAt("1.31.1", "1.31.0"), catalog: decideArgs(undefined).catalog.date };
        let sidecars = sidecarsOf(settings, lock, manifests);
        const changed: number[] = [];
        const sizes = [0];
        for (let day = 0; day <= expected; day++) {
            const at = { time: momentOf(DAY).time + day * A_DAY, asked: false };
            const { step, lock: next } = decideIstio({
                ...decideArgs(lock),
                settings,
                at,
                cohorts,
            });
            assert.ok(step && next, `day ${day}`);
            assert.equal(step.part, day < expected ? "cohort" : "proxies");
            const ahead = lockAhead(next);
            const made =
                ahead && sidecars.next === undefined
                    ? { ...sidecars, next: sidecarsOf(settings, ahead, manifests) }
                    : (
                          await injectStack({
                              settings,
                              lock: next,
                              manifests,
                              previous: sidecars,
                              root: "none",
                              locate: () => Promise.reject(new Error("istioctl was asked for")),
                          })
                      ).sidecars;
            changed.push(
                changedLines(formatLock("dev", lock), formatLock("dev", next)) +
                    changedLines(formatSidecars(sidecars), formatSidecars(made)),
            );
            if (step.part === "proxies") {
                const moved = movedWorkloads(lock, { settings, manifests });
                for (const { manifest } of manifests.filter((each) => moved.has(objectId(each.manifest))))
                    assert.deepEqual(
                        composeWorkload(manifest, made),
                        composeWorkload(manifest, sidecars.next ?? made),
                    );
            }
            [lock, sidecars] = [next, made];
            sizes.push(movedWorkloads(lock, { settings, manifests }).size);
        }
        const settling = changed.pop() ?? 0;
        assert.ok(
            changed.every((lines) => lines <= 10),
            changed.join(),
        );
        // The first brings what differs of the next proxies into the file once, and each other one says how far they are.
        assert.deepEqual(new Set(changed.slice(1)), new Set([4]));
        // It takes the version before away, with all that differed, and a gateway gets its own pin.
        assert.ok(settling <= 32, `${settling} lines`);
        assert.equal(sizes.at(-2), manifests.filter(({ manifest }) => isWorkload(manifest)).length);
        // Every day some move.
        for (const [day, size] of sizes.slice(1, -1).entries()) assert.ok(size > (sizes[day] ?? 0));
    });
});
