import assert from "node:assert/strict";

import { againFinding, heldPins, holdFindings } from "../../../cli/checks/holds";
import type { Hold } from "../../../lifecycle/holds/hold";
import { exampleSettings } from "../../support/example-stack";
import { lockAt } from "../../support/stack-pins";

const { stack } = exampleSettings();
const lock = lockAt("1.31.1");

function hold(change: Partial<Hold> = {}): Hold {
    return {
        stack,
        system: "istio",
        version: "1.31.1",
        reason: "taken back",
        since: "2026-09-01",
        ...change,
    };
}

/** `about level`; the example's pins are of 2026-09-01. */
function found(...holds: readonly Hold[]): readonly string[] {
    const args = { stack: { settings: exampleSettings(), lock }, holds } as unknown as Parameters<
        typeof holdFindings
    >[0];
    return holdFindings(args).map(({ about, level }) => `${about}: ${level}`);
}

const both = (level: string): readonly string[] => [
    `control plane 1.31.1: ${level}`,
    `proxies 1.31.1: ${level}`,
];

const cases: readonly (readonly [what: string, holds: readonly Hold[], findings: readonly string[]])[] = [
    ["nothing without holds", [], []],
    ["nothing of another version or system", [hold({ version: "1.31.0" }), hold({ system: "flux" })], []],
    ["a warning of what was pinned before it was held", [hold()], both("warning")],
    ["a refusal of what was pinned after it was held", [hold({ since: "2026-08-31" })], both("refused")],
    [
        "a refusal of the part that was moved back and forth",
        [hold({ of: "abc1234", part: "proxies" })],
        ["proxies 1.31.1: refused"],
    ],
    [
        "a warning of what was seen to fail in its own cluster, where it was pinned before",
        [hold({ of: `sha256:${"0".repeat(32)}`, part: "proxies" })],
        ["proxies 1.31.1: warning"],
    ],
    [
        "of an earlier wave's parts both, for the release is held",
        [hold({ stack: "first", of: "abc1234", part: "proxies", since: "2026-08-31" })],
        both("refused"),
    ],
    ["what refuses before what warns", [hold(), hold({ since: "2026-08-31" })], both("refused")],
    [
        "tools by the same rule",
        [hold({ system: "flagger", version: "1.44.0", since: "2026-08-31" })],
        ["Flagger 1.44.0: refused"],
    ],
];

describe("holdFindings", () => {
    for (const [what, holds, findings] of cases) {
        it(`finds ${what}`, () => assert.deepEqual(found(...holds), findings));
    }
});

describe("againFinding", () => {
    it("names the command that lifts the hold", () => {
        const [held] = heldPins(stack, lock, [hold({ since: "2026-08-31" })]);
        assert.ok(held);

        assert.deepEqual(againFinding(stack, held), {
            stack,
            rule: "hold",
            about: "control plane 1.31.1",
            reason: `it is held in ${stack} since 2026-08-31: taken back; and it is pinned again`,
            remedy: `If it is meant, lift the hold in the same change: npm run -s windlass -- hold lift --stack ${stack} --version 1.31.1 --reason "…"`,
            level: "refused",
        });
    });
});
