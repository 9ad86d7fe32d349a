import assert from "node:assert/strict";

import type { ObservedPod } from "../../../lifecycle/observed/observe-pod";
import type { Restart } from "../../../lifecycle/observed/plan-restarts";
import { restartFault, restartProgress } from "../../../lifecycle/observed/restart-progress";
import type { Manifest } from "../../../lifecycle/workloads/manifest";

const RESTART: Restart = {
    id: "team/Deployment/a",
    serves: "team/Deployment/a",
    pods: 2,
    from: ["1.30.5"],
    version: "1.31.1",
    revision: "1-31-1",
    names: ["1-31-1", "stable"],
};
const WHOLE = {
    observedGeneration: 2,
    replicas: 2,
    updatedReplicas: 2,
    readyReplicas: 2,
    availableReplicas: 2,
};

function workload(change: {
    kind?: string;
    labels?: Record<string, string>;
    spec?: object;
    status?: object;
}): Manifest {
    const { kind = "Deployment", labels = {}, spec = {}, status = {} } = change;
    return {
        apiVersion: "apps/v1",
        kind,
        metadata: { namespace: "team", name: "a", generation: 2 },
        spec: {
            replicas: 2,
            template: { metadata: { labels }, spec: { containers: [{ name: "app", image: "app:1" }] } },
            ...spec,
        },
        status: { ...WHOLE, ...status },
    };
}

function pod(version: string, more: Partial<ObservedPod> = {}): ObservedPod {
    return { workload: "team/Deployment/a", version, revision: "1-31-1", isReady: true, ...more };
}

describe("restartFault", () => {
    const cases: readonly (readonly [what: string, Manifest, RegExp | undefined])[] = [
        ["nothing of one that is whole", workload({}), undefined],
        ["nothing of one that names the tag", workload({ labels: { "istio.io/rev": "stable" } }), undefined],
        [
            "that it names another revision",
            workload({ labels: { "istio.io/rev": "1-30-5" } }),
            /asks for 1-30-5, .* its owners have to name 1-31-1 or stable$/,
        ],
        ["that it is paused", workload({ spec: { paused: true } }), /paused/],
        ["that nobody rolls it", workload({ spec: { updateStrategy: { type: "OnDelete" } } }), /OnDelete/],
        ["that it is ill already", workload({ status: { readyReplicas: 1 } }), /not whole already/],
        [
            "that nobody has seen its template",
            workload({ status: { observedGeneration: 1 } }),
            /not whole already/,
        ],
        [
            "that a StatefulSet is half-way",
            workload({ kind: "StatefulSet", status: { currentRevision: "a", updateRevision: "b" } }),
            /not whole already/,
        ],
        [
            "that a DaemonSet is half-way",
            workload({
                kind: "DaemonSet",
                status: { desiredNumberScheduled: 3, updatedNumberScheduled: 2, numberAvailable: 3 },
            }),
            /not whole already/,
        ],
    ];
    for (const [what, object, said] of cases) {
        it(`says ${what}`, () => {
            const fault = restartFault(object, RESTART);
            if (said === undefined) assert.equal(fault, undefined);
            else assert.match(fault ?? "", said);
        });
    }
});

describe("restartProgress", () => {
    const whole = workload({});
    const at = (object: Manifest, pods: readonly ObservedPod[], restart = RESTART, phase?: string) => {
        const canary = phase === undefined ? undefined : ({ status: { phase } } as unknown as Manifest);
        const { kind, why } = restartProgress(object, restart, pods, canary);
        return `${kind}: ${why}`;
    };

    it("is done once every pod is ready with the proxy", () => {
        assert.equal(at(whole, [pod("1.31.1"), pod("1.31.1")]), "done: 2 ready with the proxy 1.31.1");
        assert.equal(
            at(whole, [pod("1.31.1"), pod("1.30.5")]),
            "wait: 1 of its pods have the proxy 1.30.5 still",
        );
        assert.equal(
            at(whole, [pod("1.31.1"), pod("1.31.1", { isReady: false })]),
            "wait: 1 of its pods are not ready yet",
        );
        assert.equal(at(whole, []), "wait: all of its pods are not ready yet");
        assert.equal(
            at(workload({ status: { updatedReplicas: 1 } }), [pod("1.31.1")]),
            "wait: it is being rolled out",
        );
    });

    it("has failed where waiting does not mend it", () => {
        const conditions = [{ type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }];
        assert.match(at(workload({ status: { conditions } }), []), /^failed: its new pods did not come up/);
        const trouble = { reason: "istio-proxy: CrashLoopBackOff", isLasting: true };
        assert.equal(
            at(whole, [pod("1.31.1", { isReady: false, trouble })]),
            "failed: istio-proxy: CrashLoopBackOff",
        );
    });

    it("leaves a canary to Flagger", () => {
        const gated = { ...RESTART, canary: "team/Canary/a" };
        const pods = [pod("1.31.1")];
        assert.equal(at(whole, pods, gated, "Progressing"), "wait: Flagger is at Progressing");
        assert.equal(at(whole, pods, gated, "Failed"), "failed: its analysis has failed");
        // Flagger has not noticed yet: the pods tell.
        assert.match(at(whole, [pod("1.30.5")], gated, "Succeeded"), /^wait: /);
        assert.match(at(whole, pods, gated, "Succeeded"), /^done: /);
    });
});
