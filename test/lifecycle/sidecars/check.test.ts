import assert from "node:assert/strict";

import { checkSidecars, staleSidecars } from "../../../lifecycle/sidecars/check";
import { planInjection } from "../../../lifecycle/sidecars/plan-injection";
import type { Sidecars } from "../../../lifecycle/sidecars/sidecars";
import type { SourcedManifest } from "../../../lifecycle/workloads/manifest";
import { exampleLock, exampleSettings } from "../../support/example-stack";
import { recordedWorkload } from "../../support/recordings";

function sourced(name: string): SourcedManifest {
    return { app: name, file: `apps/${name}/workload.yaml`, line: 1, manifest: recordedWorkload(name) };
}

const args = {
    settings: exampleSettings(),
    lock: exampleLock(),
    manifests: [sourced("backend"), sourced("report"), sourced("node-agent")],
};

/** Sidecars that fit {@link args}; only what staleness is judged by is filled in. */
function fresh(): Sidecars {
    const plan = planInjection(args);
    return {
        inputs: {
            istioctl: plan.version,
            revision: plan.revision,
            values: plan.values,
            injector: { template: "", values: "", mesh: "" },
        },
        proxyImage: plan.proxyImage,
        pristine: new Map(plan.workloads.map(({ id, pristine }) => [id, pristine])),
        factored: { common: {}, shapes: new Map(), own: new Map() },
    };
}

describe("checkSidecars", () => {
    it("finds nothing stale in what has not changed, and lists what gets no sidecar", () => {
        assert.deepEqual(checkSidecars({ ...args, sidecars: fresh() }), {
            stale: [],
            skipped: [
                {
                    id: "prod/DaemonSet/node-agent",
                    reason: "it uses the host's network, where a sidecar would redirect the whole node's traffic",
                },
            ],
        });
    });

    it("says that nothing has been made yet", () => {
        const reason = "no sidecar has been made yet";
        assert.deepEqual(checkSidecars({ ...args, sidecars: undefined }).stale, [
            { id: "prod/CronJob/report", reason },
            { id: "prod/Deployment/backend", reason },
        ]);
    });

    const inputs: [string, Partial<Parameters<typeof checkSidecars>[0]>, string][] = [
        [
            "the pinned proxy version",
            { lock: exampleLock("1.31.2") },
            "made by istioctl 1.31.1, and the lock pins 1.31.2",
        ],
        [
            "the revision",
            { settings: exampleSettings({ istio: { strategy: "revisions" } }) },
            "made for revision default, and the stack runs 1-31-1",
        ],
        [
            "mesh settings",
            { settings: exampleSettings({ istio: { accessLog: "" } }) },
            "the stack's mesh settings have changed",
        ],
        [
            "Kubernetes, and with it native sidecars",
            { settings: exampleSettings({ cluster: { kubernetes: "1.32" } }) },
            "the stack's mesh settings have changed",
        ],
    ];
    for (const [what, changed, reason] of inputs) {
        it(`says that ${what} changed`, () => {
            const { stale } = checkSidecars({ ...args, ...changed, sidecars: fresh() });
            assert.deepEqual([...new Set(stale.map((one) => one.reason))], [reason]);
            assert.equal(stale.length, 2);
        });
    }

    it("says which workload is new, changed or gone", () => {
        const sidecars = fresh();
        const pristine = new Map(sidecars.pristine);
        pristine.delete("prod/CronJob/report");
        pristine.set("prod/Deployment/backend", "sha256:other");
        pristine.set("prod/DaemonSet/node-agent", "sha256:other");
        pristine.set("prod/Deployment/gone", "sha256:other");
        assert.deepEqual(staleSidecars(planInjection(args), { ...sidecars, pristine }), [
            { id: "prod/CronJob/report", reason: "it is new" },
            {
                id: "prod/DaemonSet/node-agent",
                reason: "it no longer gets one (it uses the host's network, where a sidecar would redirect the whole node's traffic)",
            },
            { id: "prod/Deployment/backend", reason: "its manifest has changed" },
            { id: "prod/Deployment/gone", reason: "it no longer exists" },
        ]);
    });
});
