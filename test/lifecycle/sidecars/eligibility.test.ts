import assert from "node:assert/strict";

import { reasonForNoSidecar, reasonForUnknownKind } from "../../../lifecycle/sidecars/eligibility";
import type { DataPlaneMode } from "../../../lifecycle/settings/settings";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { recordedWorkload } from "../../support/recordings";

function settings(mode: DataPlaneMode, namespaces: Record<string, { mode: DataPlaneMode }> = {}) {
    return { workloads: { apps: [], removalLimit: 25, clusterScoped: [], mode, namespaces } };
}

describe("reasonForNoSidecar", () => {
    const backend = recordedWorkload("backend");
    const with_ = (from: string, to: string): Manifest =>
        JSON.parse(JSON.stringify(backend).replace(from, to)) as Manifest;
    const cases: [string, Manifest, ReturnType<typeof settings>, string | undefined][] = [
        ["a plain workload", backend, settings("git"), undefined],
        [
            "host network",
            recordedWorkload("node-agent"),
            settings("git"),
            "it uses the host's network, where a sidecar would redirect the whole node's traffic",
        ],
        [
            "an opt-out by label",
            with_(
                '"labels":{"app":"backend"},"annotations"',
                '"labels":{"sidecar.istio.io/inject":"false"},"annotations"',
            ),
            settings("git"),
            'sidecar.istio.io/inject: "false" opts its pods out',
        ],
        [
            "an opt-out by annotation",
            with_('"prometheus.io/scrape":"true"', '"sidecar.istio.io/inject":"false"'),
            settings("git"),
            'sidecar.istio.io/inject: "false" opts its pods out',
        ],
        [
            "a system namespace",
            with_('"namespace":"prod"', '"namespace":"kube-system"'),
            settings("git"),
            "Istio injects nothing in system namespaces",
        ],
        [
            "mode pin",
            backend,
            settings("pin"),
            "mode pin: the webhook injects its pods, at the revision its pod template names",
        ],
        ["mode webhook", backend, settings("webhook"), "mode webhook: the webhook injects its pods"],
        [
            "mode none for its namespace",
            backend,
            settings("git", { prod: { mode: "none" } }),
            "mode none: it is not in the mesh",
        ],
        ["mode git for its namespace", backend, settings("none", { prod: { mode: "git" } }), undefined],
    ];
    for (const [what, manifest, stack, reason] of cases)
        it(`judges ${what}`, () => assert.equal(reasonForNoSidecar(stack, manifest), reason));
});

describe("reasonForUnknownKind", () => {
    const template = { spec: { containers: [{ name: "a", image: "a:1" }] } };
    const rollout: Manifest = {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Rollout",
        metadata: { name: "a", namespace: "prod" },
        spec: { template },
    };

    it("names objects whose pods only a webhook can inject", () => {
        assert.equal(
            reasonForUnknownKind(settings("git"), rollout),
            "argoproj.io/v1alpha1 Rollout is no workload of Kubernetes' own; only the webhook can inject its pods",
        );
        assert.equal(reasonForUnknownKind(settings("webhook"), rollout), undefined);
        assert.equal(reasonForUnknownKind(settings("git"), recordedWorkload("backend")), undefined);
        assert.equal(reasonForUnknownKind(settings("git"), { ...rollout, spec: {} }), undefined);
        // A policy of the whole cluster describes pods and makes none.
        assert.equal(
            reasonForUnknownKind(settings("git"), { ...rollout, metadata: { name: "a" } }),
            undefined,
        );
    });
});
