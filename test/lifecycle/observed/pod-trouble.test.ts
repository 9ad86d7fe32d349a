import assert from "node:assert/strict";

import { podTrouble } from "../../../lifecycle/observed/pod-trouble";
import type { Manifest } from "../../../lifecycle/workloads/manifest";

function pod(status: object): Manifest {
    return { apiVersion: "v1", kind: "Pod", metadata: { name: "a", namespace: "b" }, status };
}

const cases: readonly (readonly [what: string, status: object, reason: string, isLasting: boolean])[] = [
    ["nothing that is said", {}, "it is not ready yet", false],
    [
        "a container that falls over, with what it ended with",
        {
            containerStatuses: [
                { name: "app", ready: false, state: { running: {} } },
                {
                    name: "istio-proxy",
                    ready: false,
                    state: { waiting: { reason: "CrashLoopBackOff" } },
                    lastState: { terminated: { exitCode: 139 } },
                },
            ],
        },
        "istio-proxy: CrashLoopBackOff, exit code 139",
        true,
    ],
    [
        "an image that is not there, of an init container too",
        {
            initContainerStatuses: [
                { name: "istio-proxy", state: { waiting: { reason: "ImagePullBackOff" } } },
            ],
        },
        "istio-proxy: ImagePullBackOff",
        true,
    ],
    [
        "a container that starts",
        { containerStatuses: [{ name: "istio-proxy", state: { waiting: { reason: "ContainerCreating" } } }] },
        "istio-proxy: ContainerCreating",
        false,
    ],
    [
        "a probe that fails",
        { containerStatuses: [{ name: "istio-proxy", ready: false, state: { running: {} } }] },
        "istio-proxy runs, and is not ready",
        false,
    ],
    [
        "no node for it",
        { conditions: [{ type: "PodScheduled", status: "False", message: "0/3 nodes\n are available" }] },
        "no node takes it: 0/3 nodes are available",
        false,
    ],
];

describe("podTrouble", () => {
    for (const [what, status, reason, isLasting] of cases) {
        it(`knows ${what}`, () => {
            assert.deepEqual(podTrouble(pod(status)), { reason, isLasting });
        });
    }
});
