import assert from "node:assert/strict";
import { readComment, readNodeId, readPull, readStatus } from "../../../../adapters/forge/github/pulls";

const REPO = { full_name: "example/mesh" };
const pull = (more: object = {}): object => ({
    number: 7,
    state: "closed",
    merged_at: null,
    closed_at: "2026-10-03T09:00:00Z",
    user: { login: "bot" },
    head: { ref: "x", sha: "s", repo: REPO },
    base: { repo: REPO },
    ...more,
});

describe("readPull", () => {
    it("reads what it is about, and nothing of its text", () => {
        assert.deepEqual(readPull(pull({ title: "t", body: "b" })), [
            {
                number: 7,
                state: "closed",
                branch: "x",
                sha: "s",
                author: "bot",
                isFork: false,
                mergedFor: undefined,
                closed: "2026-10-03",
            },
        ]);
    });

    /** `[what GitHub says, what it means]` */
    const cases: readonly (readonly [object, object])[] = [
        [
            { state: "open", closed_at: null },
            { state: "open", closed: undefined },
        ],
        [{ merged_at: "2026-10-03T09:00:00Z" }, { state: "merged" }],
        [{ closed_at: "soon" }, { closed: undefined }],
        [{ head: { ref: "x", sha: "s", repo: null } }, { isFork: true }],
        [{ head: { ref: "x", sha: "s", repo: { full_name: "x/mesh" } } }, { isFork: true }],
        [
            { base: null, head: { ref: 3 } },
            { isFork: true, branch: "", sha: "" },
        ],
        [{ user: null }, { author: "" }],
        [{ auto_merge: null }, { mergedFor: undefined }],
        [{ auto_merge: { enabled_by: { login: "mesh[bot]" } } }, { mergedFor: "mesh[bot]" }],
    ];
    for (const [said, meant] of cases) {
        it(`reads ${JSON.stringify(said)}`, () => {
            const [found] = readPull(pull(said));
            assert.deepEqual({ ...found, ...meant }, found);
        });
    }

    it("reads nothing out of nonsense", () => {
        const nonsense = [null, 3, {}, pull({ number: "7" }), pull({ number: 1.5 }), pull({ number: -1 })];
        assert.deepEqual(nonsense.flatMap(readPull), []);
    });
});

describe("readNodeId", () => {
    it("is the id the GraphQL API knows it by", () => {
        assert.equal(readNodeId({ node_id: "PR_x" }), "PR_x");
        assert.equal(readNodeId({ node_id: 3 }), undefined);
    });
});

describe("readComment", () => {
    it("reads line breaks as they were written", () => {
        assert.deepEqual(readComment({ id: 3, user: { login: "a" }, body: "x\r\ny" }), [
            { id: 3, author: "a", body: "x\ny" },
        ]);
    });

    it("reads nothing out of nonsense, and no author where there is none", () => {
        assert.deepEqual([null, { id: "3/../4", body: "x" }, { id: 3 }].flatMap(readComment), []);
        assert.equal(readComment({ id: 3, user: null, body: "x" })[0]?.author, undefined);
    });
});

describe("readStatus", () => {
    const status = (more: object = {}): object => ({
        context: "kustomization/istio/1",
        state: "error",
        description: "d",
        updated_at: "2026-10-03T09:00:00Z",
        creator: { login: "flux" },
        ...more,
    });

    it("reads who says what, and when", () => {
        assert.deepEqual(readStatus(status()), [
            {
                name: "kustomization/istio/1",
                state: "failure",
                description: "d",
                author: "flux",
                time: Date.parse("2026-10-03T09:00:00Z"),
            },
        ]);
    });

    it("reads nothing out of nonsense", () => {
        const nonsense = [
            null,
            status({ state: "fine" }),
            status({ context: 3 }),
            status({ updated_at: "x" }),
        ];
        assert.deepEqual(nonsense.flatMap(readStatus), []);
    });
});
