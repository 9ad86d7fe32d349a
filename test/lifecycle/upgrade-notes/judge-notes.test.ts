import assert from "node:assert/strict";

import { readUpgradeNotes } from "../../../adapters/files/upgrade-notes-source";
import { judgeNotes } from "../../../lifecycle/upgrade-notes/judge-notes";
import type { SourcedManifest } from "../../../lifecycle/workloads/manifest";
import { type ExampleOverrides, exampleSettings } from "../../support/example-stack";
import { ROOT } from "../../support/mesh";
import { sourced } from "./sourced";

const notes = readUpgradeNotes(ROOT);

/** What is not safe, as `note: verdict`. */
function unsafe(
    from: string,
    to: string,
    manifests: readonly SourcedManifest[] = [],
    overrides?: ExampleOverrides,
): readonly string[] {
    return judgeNotes({ from, to, notes, manifests, settings: exampleSettings(overrides) })
        .filter(({ verdict }) => verdict !== "safe")
        .map(({ note, verdict }) => `${note}: ${verdict}`);
}

const withEnv = (env: Readonly<Record<string, string>>): ExampleOverrides => ({
    istio: { values: { pilot: { env } } },
});
const canary = sourced({
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata: { name: "c", namespace: "prod" },
});

describe("judgeNotes", () => {
    it("says what a person must look at, each minor on the way", () => {
        assert.deepEqual(unsafe("1.30.5", "1.31.1", [canary]), [
            "1.31-unhealthy-endpoints: look",
            "1.31-api-generator: look",
        ]);
        assert.deepEqual(unsafe("1.29.8", "1.31.1", [canary]), [
            "1.30-debug-by-plaintext: look",
            "1.31-unhealthy-endpoints: look",
            "1.31-api-generator: look",
        ]);
    });

    it("refuses what would break", () => {
        const overrides = withEnv({ PILOT_SPAWN_UPSTREAM_SPAN_FOR_GATEWAY: "false" });

        assert.ok(unsafe("1.30.5", "1.31.1", [], overrides).includes("1.31-upstream-spans: refuse"));
    });

    it("takes for settled what somebody has decided, either way", () => {
        for (const value of ["true", "false"]) {
            const overrides = withEnv({
                PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS: value,
                ENABLE_XDS_API_GENERATOR_AUTH: value,
            });
            assert.deepEqual(unsafe("1.30.5", "1.31.1", [canary], overrides), []);
        }
    });

    it("keeps what is safe, so that a reader sees what was asked", () => {
        const found = judgeNotes({
            from: "1.30.5",
            to: "1.31.1",
            notes,
            manifests: [],
            settings: exampleSettings(),
        });

        assert.equal(found.find(({ note }) => note === "1.31-workload-entries")?.verdict, "safe");
    });

    it("has nothing to say within a minor, and on the way back", () => {
        assert.deepEqual(
            judgeNotes({
                from: "1.31.0",
                to: "1.31.1",
                notes,
                manifests: [canary],
                settings: exampleSettings(),
            }),
            [],
        );
        assert.deepEqual(
            judgeNotes({
                from: "1.31.1",
                to: "1.30.5",
                notes,
                manifests: [canary],
                settings: exampleSettings(),
            }),
            [],
        );
    });

    it("calls no minor safe that nobody has read", () => {
        assert.deepEqual(unsafe("1.31.1", "1.33.0"), ["1.32-unread: look", "1.33-unread: look"]);
        assert.deepEqual(unsafe("1.31.1", "2.0.0"), ["2.0-unread: look"]);
    });
});
