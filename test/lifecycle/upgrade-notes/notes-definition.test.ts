import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { UPGRADE_NOTES_FILE, parseUpgradeNotes } from "../../../lifecycle/upgrade-notes/notes-definition";
import { ROOT } from "../../support/mesh";

const text = readFileSync(join(ROOT, UPGRADE_NOTES_FILE), "utf8");

describe("parseUpgradeNotes", () => {
    it("reads each minor since 1.28, with its page", () => {
        const moves = parseUpgradeNotes(text);

        assert.deepEqual(
            moves.map(({ from, to }) => `${from} ${to}`),
            ["1.28 1.29", "1.29 1.30", "1.30 1.31"],
        );
        for (const { to, url, notes } of moves) {
            assert.ok(url.includes(`announcing-${to}/`), url);
            assert.ok(notes.every(({ id }) => id.startsWith(`${to}-`)));
        }
    });

    const wrong: readonly (readonly [what: string, from: string | RegExp, to: string, complaint: RegExp])[] =
        [
            ["an unknown key", '"remedy"', '"remedi"', /remedi/],
            [
                "two ways to be touched",
                '{ "setting": "istio.cni" }',
                '{ "setting": "istio.cni", "env": "A" }',
                /exactly one of/,
            ],
            ["no way to be touched", '{ "setting": "istio.cni" }', "{}", /exactly one of/],
            ["another verdict", '"verdict": "refuse"', '"verdict": "safe"', /verdict/],
            ["a newer format", "windlass/catalog/v1", "windlass/catalog/v9", /newer|v9/],
            ["a text over two lines", '"summary": "files', '"summary": "a\\nfiles', /control characters/],
        ];
    for (const [what, from, to, complaint] of wrong)
        it(`refuses ${what}`, () => {
            assert.notEqual(text.replace(from, to), text);
            assert.throws(() => parseUpgradeNotes(text.replace(from, to)), complaint);
        });
});
