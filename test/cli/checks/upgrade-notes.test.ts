import assert from "node:assert/strict";

import { upgradeNoteFindings } from "../../../cli/checks/upgrade-notes";
import type { NoteFinding, NoteVerdict } from "../../../lifecycle/upgrade-notes/note-finding";
import { momentOf } from "../../../lifecycle/versions/request";
import { exampleSettings } from "../../support/example-stack";
import { lockAt } from "../../support/stack-pins";

const finding = (verdict: NoteVerdict): NoteFinding => ({
    note: `1.31-${verdict}`,
    verdict,
    summary: "s",
    touched: ["a", "b", "c", "d"],
    remedy: "r",
    url: "u",
});

function found(waived: readonly string[] = []): readonly string[] {
    const waivers = waived.map((id) => ({ id, reason: "looked", expires: "2026-12-31" }));
    const settings = exampleSettings({ istio: { waivers } });
    const args = {
        pair: { stack: "dev", from: { lock: lockAt("1.30.5") }, to: { lock: lockAt("1.31.1", "1.30.5") } },
        stacks: [{ settings }],
        judgeMinor: (_stack: unknown, move: { from: string; to: string }) => {
            assert.deepEqual(move, { from: "1.30.5", to: "1.31.1" });
            return (["safe", "look", "refuse"] as const).map(finding);
        },
        at: momentOf("2026-10-05"),
    } as unknown as Parameters<typeof upgradeNoteFindings>[0];
    return upgradeNoteFindings(args).map(({ rule, level, about }) => `${rule} ${level}: ${about}`);
}

describe("upgradeNoteFindings", () => {
    it("warns of what needs a look, and refuses what would break", () => {
        assert.deepEqual(found(), [
            "1.31-look warning: a, b, c and 1 more",
            "1.31-refuse refused: a, b, c and 1 more",
        ]);
    });

    it("lets a waiver of the note pass", () => {
        assert.deepEqual(found(["1.31-refuse"])[1], "1.31-refuse waived: a, b, c and 1 more");
    });
});
