import assert from "node:assert/strict";

import { writeEvidence } from "../../../lifecycle/evidence/evidence-text";
import { MAX_EVIDENCE_SIZE, parseEvidence } from "../../../lifecycle/evidence/parse-evidence";
import { evidence } from "./example-evidence";

const FILE = "windlass-evidence:dev.yaml";
const text = writeEvidence(evidence);
const replaced = (from: string | RegExp, to: string): string => {
    const changed = text.replace(from, to);
    assert.notEqual(changed, text);
    return changed;
};

const bad: readonly (readonly [text: string, complaint: RegExp])[] = [
    ["", /^windlass-evidence:dev\.yaml: is empty/],
    [text.slice(0, text.indexOf("lock:")), /lock: is required/],
    [`${text}${"#".repeat(MAX_EVIDENCE_SIZE)}`, /must not be longer than/],
    [
        replaced("evidence/v1", "evidence/v2"),
        /:2: schema: "windlass\/evidence\/v2": is of a newer Windlass: .*Take a newer Windlass/,
    ],
    [`${text}trust: me\n`, /trust: is not a known key|trust: "me": is not a known key/],
    [replaced("stack: dev", "stack: ../dev"), /stack: "\.\.\/dev": must be a DNS-1123 label/],
    [replaced("24T12:00:00Z", "24T12:00:00+09:00"), /seen: .*must be a moment in UTC/],
    [replaced("11-24T12", "02-30T12"), /seen: "2026-02-30T12:00:00Z": must be a moment in UTC/],
    [replaced("way: cluster", "way: hearsay"), /way: "hearsay": must be one of cluster, forge/],
    [replaced(/lock: .*/, "lock: sha256:0"), /lock: "sha256:0": must be sha256: and 32/],
    [replaced("way: cluster", "way: cluster\ncommit: HEAD"), /commit: "HEAD": must be the whole id/],
    [replaced("health: healthy", "health: fine"), /health: "fine": must be one of/],
    [replaced("findings: []", 'findings: ["a\\nb"]'), /findings\.0: .*control characters/],
    [replaced("pods: 3", "pods: 0.5"), /proxies\.0\.pods: 0\.5: must be a whole number/],
    [
        replaced("version: 1.31.1", "version: latest"),
        /proxies\.0\.version: "latest": must be an exact version/,
    ],
    [replaced("version: 1.31.1", "version: 1.31"), /proxies\.0\.version/],
    [
        replaced(/from: .*/, 'from: "2026-11-25T12:00:00Z"'),
        /verified\.0\.to: "2026-11-24T12:00:00Z": must not be before from/,
    ],
    [replaced(/to: .*/, 'to: "2026-11-24T12:00:01Z"'), /verified\.0\.to: .*must not be after the last look/],
    [
        replaced("part: proxies", "part: control-plane").replace(
            "version: 1.31.1\n    from",
            "version: 1.30.5\n    from",
        ),
        /verified\.1\.from: .*must not be before the end of the run above/,
    ],
    [replaced("failed: []", "failed:\n  - { canary: backend, version: 1.31.1 }"), /failed\.0\.canary/],
    [`${text}---\n${text}`, /must hold a single YAML document/],
    [`${text}__proto__: {}\n`, /__proto__/],
];

describe("parseEvidence", () => {
    it("reads what was written", () => {
        assert.deepEqual(parseEvidence(text, FILE), evidence);
    });

    for (const [damaged, complaint] of bad) {
        it(`refuses what says ${String(complaint)}`, () => {
            assert.throws(() => parseEvidence(damaged, FILE), { name: "WindlassError", message: complaint });
        });
    }

    it("says everything that is wrong at once", () => {
        const damaged = replaced("health: healthy", "health: fine").replace("pods: 3", "pods: -1");
        assert.throws(() => parseEvidence(damaged, FILE), /health: "fine"[^]*proxies\.0\.pods: -1/);
    });
});
