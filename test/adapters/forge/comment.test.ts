import assert from "node:assert/strict";
import { type CommentApi, markerLine, upsertComment } from "../../../adapters/forge/comment";
import type { ApiCall } from "../../../adapters/forge/github-source";

const OURS = { login: "github-actions[bot]" };
const ARGS = { number: 7, marker: "preview", author: "github-actions[bot]", body: "text\n" };
const LINE = "<!-- windlass:preview -->";

/** `[comments that are there, outcome, what is called]` */
const cases: readonly (readonly [string, readonly unknown[], string, string | undefined])[] = [
    ["there is none", [], "created", "POST issues/7/comments"],
    [
        "ours says the same, with other line breaks",
        [{ id: 3, user: OURS, body: `${LINE}\r\ntext` }],
        "unchanged",
        undefined,
    ],
    [
        "ours says something else",
        [{ id: 3, user: OURS, body: `${LINE}\nold` }],
        "updated",
        "PATCH issues/comments/3",
    ],
    [
        "another wrote one like it",
        [{ id: 3, user: { login: "x" }, body: `${LINE}\nold` }],
        "created",
        "POST issues/7/comments",
    ],
    [
        "nobody wrote one like it",
        [{ id: 3, user: null, body: `${LINE}\nold` }],
        "created",
        "POST issues/7/comments",
    ],
    [
        "ours only quotes the line",
        [{ id: 3, user: OURS, body: `> ${LINE}\n` }],
        "created",
        "POST issues/7/comments",
    ],
    [
        "ours has another marker",
        [{ id: 3, user: OURS, body: "<!-- windlass:other -->" }],
        "created",
        "POST issues/7/comments",
    ],
    [
        "the answer is damaged",
        [null, { id: "3/../4", user: OURS, body: LINE }],
        "created",
        "POST issues/7/comments",
    ],
    [
        "there are two of ours",
        [3, 4].map((id) => ({ id, user: OURS, body: `${LINE}\nold` })),
        "updated",
        "PATCH issues/comments/3",
    ],
];

describe("upsertComment", () => {
    for (const [what, comments, outcome, call] of cases) {
        it(`is ${outcome} where ${what}`, async () => {
            const calls: ApiCall[] = [];
            const api: CommentApi = {
                list: () => Promise.resolve(comments),
                call: (asked) => {
                    calls.push(asked);
                    return Promise.resolve(undefined);
                },
            };

            assert.equal(await upsertComment(api, ARGS), outcome);
            assert.deepEqual(
                calls.map(({ method, path }) => `${method} ${path.join("/")}`),
                call === undefined ? [] : [call],
            );
            for (const { body } of calls) assert.deepEqual(body, { body: `${LINE}\ntext\n` });
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
