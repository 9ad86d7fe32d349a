import assert from "node:assert/strict";

import type { DataPlaneMode } from "../../../lifecycle/settings/settings";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import {
    MODE_ANNOTATION,
    checkModes,
    modeConflict,
    modeOf,
    namespaceMode,
} from "../../../lifecycle/workloads/data-plane-mode";

function settings(mode: DataPlaneMode, namespaces: Record<string, { mode: DataPlaneMode }> = {}) {
    return { workloads: { apps: [], removalLimit: 25, clusterScoped: [], mode, namespaces } };
}

function deployment(annotations: Record<string, string> = {}, labels: Record<string, string> = {}): Manifest {
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "a", namespace: "prod", annotations },
        spec: { template: { metadata: { labels }, spec: {} } },
    };
}

function complaints(manifest: Manifest, mode: DataPlaneMode): readonly string[] {
    return checkModes(settings(mode), [{ app: "a", file: "apps/a/x.yaml", line: 3, manifest }]).map(
        ({ message }) => message,
    );
}

describe("modeOf", () => {
    for (const [name, manifest, over, expected] of [
        ["the stack's", deployment(), {}, "git"],
        ["the namespace's", deployment(), { prod: { mode: "pin" } }, "pin"],
        ["the workload's own", deployment({ [MODE_ANNOTATION]: "none" }), { prod: { mode: "pin" } }, "none"],
    ] as const) {
        it(`is ${name}`, () => assert.equal(modeOf(settings("git", over), manifest), expected));
    }
    it("does not take a namespace for a property of objects", () =>
        assert.equal(namespaceMode(settings("git"), "constructor"), "git"));
});

describe("checkModes", () => {
    it("is content with what a namespace allows", () => {
        assert.deepEqual(complaints(deployment({ [MODE_ANNOTATION]: "git" }), "pin"), []);
        assert.deepEqual(complaints(deployment({ [MODE_ANNOTATION]: "pin" }), "webhook"), []);
        assert.deepEqual(complaints(deployment({}, { "istio.io/rev": "x" }), "git"), []);
    });
    it("refuses a sidecar from Git where the webhook would replace it", () =>
        assert.deepEqual(complaints(deployment({ [MODE_ANNOTATION]: "git" }), "webhook"), [
            `apps/a/x.yaml:3: prod/Deployment/a: ${MODE_ANNOTATION}: "git": cannot be git in namespace prod, whose mode is webhook: the webhook would replace its sidecar from Git. Set the namespace's mode to pin or git first; docs/sidecars.md has the steps.`,
        ]));
    it("refuses a pin that the namespace's label blocks", () =>
        assert.match(
            complaints(deployment({ [MODE_ANNOTATION]: "pin" }), "git")[0] ?? "",
            /blocks the pods' istio.io\/rev/,
        ));
    it("refuses a word that is no mode", () =>
        assert.match(
            complaints(deployment({ [MODE_ANNOTATION]: "Git" }), "git")[0] ?? "",
            /must be one of git, pin, webhook, none/,
        ));
    it("refuses a revision of the user's own beside a pin", () =>
        assert.match(
            complaints(deployment({}, { "istio.io/rev": "x" }), "pin")[0] ?? "",
            /Windlass sets the pods' revision/,
        ));
    it("refuses the annotation on what has no pods", () => {
        const service = {
            apiVersion: "v1",
            kind: "Service",
            metadata: deployment({ [MODE_ANNOTATION]: "git" }).metadata,
        };
        assert.match(complaints(service, "git")[0] ?? "", /this object makes none/);
    });
});

describe("modeConflict", () => {
    it("is none where both agree", () => assert.equal(modeConflict("none", "none"), undefined));
});
