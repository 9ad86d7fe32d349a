import assert from "node:assert/strict";

import { strandedCanaries } from "../../../lifecycle/canaries/canary-removal";
import type { Manifest, ObjectReference } from "../../../lifecycle/workloads/manifest";

const metadata = { name: "backend", namespace: "prod" };
const canary = (spec: object): Manifest => ({
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata,
    spec: {
        targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "backend" },
        autoscalerRef: { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", name: "backend" },
        revertOnDeletion: true,
        ...spec,
    },
});
const others: readonly Manifest[] = [
    { apiVersion: "apps/v1", kind: "Deployment", metadata },
    { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", metadata },
    { apiVersion: "apps/v1", kind: "Deployment", metadata: { ...metadata, namespace: "other" } },
];

const CASES: readonly (readonly [string, object, readonly string[], readonly string[]])[] = [
    ["all of it goes", {}, [], ["Deployment", "HorizontalPodAutoscaler"]],
    ["its target goes, its autoscaler stays", {}, ["HorizontalPodAutoscaler"], ["Deployment"]],
    ["its autoscaler goes, its target stays", {}, ["Deployment"], ["HorizontalPodAutoscaler"]],
    ["it goes alone", {}, ["Deployment", "HorizontalPodAutoscaler"], []],
    ["it stays, whatever goes", {}, ["Canary"], []],
    ["Flagger is not to revert anything", { revertOnDeletion: false }, [], []],
    ["Flagger's default: it reverts nothing", { revertOnDeletion: undefined }, [], []],
    ["it has no autoscaler", { autoscalerRef: undefined }, [], ["Deployment"]],
];

describe("strandedCanaries", () => {
    for (const [what, spec, staying, expected] of CASES) {
        it(`says ${expected.join(" and ") || "nothing"} where ${what}`, () => {
            const stays = ({ kind, metadata: { namespace } }: ObjectReference) =>
                namespace === "other" || staying.includes(kind);

            const found = strandedCanaries([canary(spec), ...others], stays);

            assert.deepEqual(
                found.flatMap(({ references }) => references.map(({ kind }) => kind)),
                expected,
            );
        });
    }

    it("is silent about kinds of that name of others", () => {
        const foreign = { ...canary({}), apiVersion: "example.com/v1" };
        assert.deepEqual(
            strandedCanaries([foreign], () => false),
            [],
        );
    });
});
