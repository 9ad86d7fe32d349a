import assert from "node:assert/strict";

import type { Hold } from "../../../lifecycle/holds/hold";
import { editHolds } from "../../../lifecycle/holds/holds-edit";
import { parseHolds } from "../../../lifecycle/holds/holds-parse";

const hold: Hold = {
    stack: "dev",
    system: "istio",
    version: "1.31.1",
    reason: "slow: 5xx",
    since: "2026-10-01",
};

describe("editHolds", () => {
    it("begins a file that editors can check", () => {
        const text = editHolds(undefined, { addHolds: [hold] });

        assert.deepEqual(text.split("\n"), [
            "# yaml-language-server: $schema=holds.schema.json",
            "# Releases that windlass update does not propose, and holds that a person has lifted: windlass hold --help.",
            "",
            "schema: windlass/holds/v1",
            "holds:",
            "  - stack: dev",
            "    system: istio",
            "    version: 1.31.1",
            '    reason: "slow: 5xx"',
            "    since: 2026-10-01",
            "",
        ]);
        assert.deepEqual(parseHolds(text).holds, [hold]);
    });

    it("leaves comments and what a person wrote as they are", () => {
        const text = `# ours\n${editHolds(undefined, { addHolds: [hold] }).replace("  - stack", "  # see the post mortem\n  - stack")}`;
        const lift = { ...hold, of: "#17" };
        const edited = editHolds(text, { addHolds: [{ ...hold, stack: "*" }], addLifts: [lift] });

        assert.match(edited, /^# ours\n/);
        assert.match(edited, /\n {2}# see the post mortem\n/);
        assert.deepEqual(parseHolds(edited).lifts, [lift]);
        assert.deepEqual(
            parseHolds(edited).holds.map(({ stack }) => stack),
            ["dev", "*"],
        );
    });

    it("takes entries away, and with the last one its key", () => {
        const text = editHolds(undefined, { addHolds: [hold, { ...hold, version: "1.31.2" }] });

        assert.deepEqual(
            parseHolds(editHolds(text, { removeHolds: [0] })).holds.map(({ version }) => version),
            ["1.31.2"],
        );
        assert.doesNotMatch(editHolds(text, { removeHolds: [0, 1] }), /^holds:/m);
    });

    it("adds to a list that was written empty, or in one line", () => {
        const text = editHolds("schema: windlass/holds/v1\nholds: []\n", { addHolds: [hold] });

        assert.deepEqual(parseHolds(text).holds, [hold]);
    });

    it("writes no file that could not be read", () => {
        assert.throws(
            () => editHolds(undefined, { addHolds: [{ ...hold, reason: "a\nb" }] }),
            /holds\.0\.reason: .* Nothing was written/,
        );
        assert.throws(() => editHolds(undefined, { addHolds: [hold, hold] }), /Nothing was written/);
        assert.throws(() => editHolds("schema: 1\n", { addHolds: [hold] }), /stacks\/holds\.yaml:1/);
    });

    it("keeps texts that YAML would take for something else", () => {
        for (const reason of [
            "yes",
            "#1",
            "- x",
            "1e3",
            "a: b",
            "'",
            '"',
            "null",
            "&a",
            "*",
            "!x",
            "{}",
            "ä — ☃",
        ]) {
            assert.equal(
                parseHolds(editHolds(undefined, { addHolds: [{ ...hold, reason }] })).holds[0]?.reason,
                reason,
            );
        }
    });
});
