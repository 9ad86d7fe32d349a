import assert from "node:assert/strict";
import { markerLine, upsertComment } from "../../../adapters/forge/comment";
import type { PullComment } from "../../../adapters/forge/forge";
import { FakeForge } from "../../support/fake-forge";

const ARGS = { number: 7, marker: "preview", body: "text\n" };
const LINE = "<!-- windlass:preview -->";

/** `[comments that are there, outcome, what is called]` */
const cases: readonly (readonly [string, readonly PullComment[], string, string | undefined])[] = [
    ["there is none", [], "created", "comment on 7"],
    [
        "ours says the same, without the blank at its end",
        [{ id: 3, author: "bot", body: `${LINE}\ntext` }],
        "unchanged",
        undefined,
    ],
    [
        "ours says something else",
        [{ id: 3, author: "bot", body: `${LINE}\nold` }],
        "updated",
        "edit comment 3",
    ],
    ["another wrote one like it", [{ id: 3, author: "x", body: `${LINE}\nold` }], "created", "comment on 7"],
    ["nobody wrote one like it", [{ id: 3, body: `${LINE}\nold` }], "created", "comment on 7"],
    ["ours only quotes the line", [{ id: 3, author: "bot", body: `> ${LINE}\n` }], "created", "comment on 7"],
    [
        "ours has another marker",
        [{ id: 3, author: "bot", body: "<!-- windlass:other -->" }],
        "created",
        "comment on 7",
    ],
    [
        "there are two of ours",
        [3, 4].map((id) => ({ id, author: "bot", body: `${LINE}\nold` })),
        "updated",
        "edit comment 3",
    ],
];

describe("upsertComment", () => {
    for (const [what, comments, outcome, call] of cases) {
        it(`is ${outcome} where ${what}`, async () => {
            const forge = new FakeForge({ comments });

            assert.equal(await upsertComment(forge, ARGS), outcome);
            assert.deepEqual(forge.did, call === undefined ? [] : [`${call}: ${LINE}\ntext\n`]);
        });
    }
});

describe("markerLine", () => {
    for (const marker of ["", "A", "a-->b", "a\nb", "a".repeat(41)]) {
        it(`refuses ${JSON.stringify(marker)}`, () => {
            assert.throws(() => markerLine(marker), { name: "WindlassError", message: /^--marker: / });
        });
    }
});
