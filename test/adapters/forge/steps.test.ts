import assert from "node:assert/strict";
import { readSteps } from "../../../adapters/forge/steps";

const STEP = { part: "proxies", from: "1.31.0", to: "1.31.1", why: "because" };
const OUTCOME = {
    stack: "dev",
    action: "step",
    step: STEP,
    version: "1.31.1",
    title: "$(id)",
    branch: "../main",
    reasons: [],
    warnings: ["a warning"],
    missing: ["a digest"],
    proposal: null,
};
const PROPOSAL = { version: "1.32.0", range: "~1.31 || ~1.32", meaning: ["one minor up"] };

function read(outcome: object): ReturnType<typeof readSteps> {
    return readSteps(JSON.stringify([outcome]), ["dev", "production"]);
}

/** `[what differs, message]` */
const refused: readonly (readonly [object, RegExp])[] = [
    [{ stack: "../x" }, /^--steps: \[0\]\.stack: "\.\.\/x": is no stack of this project\./],
    [{ stack: "$(id)" }, /is no stack/],
    [{ action: "delete" }, /\[0\]\.action: "delete": is nothing an update does/],
    [{ step: { ...STEP, part: "../x" } }, /\[0\]\.step\.part: .*is nothing a lock pins/],
    [{ step: { ...STEP, to: "1.31.1\n::set-env::" } }, /\[0\]\.step\.to: .*is no exact version/],
    [{ step: { ...STEP, to: "1.31" } }, /is no exact version/],
    [{ step: { ...STEP, why: 1 } }, /\[0\]\.step\.why: .*is no list of sentences/],
    [
        { step: { ...STEP, part: "cohort", through: "20%\n" } },
        /\[0\]\.step\.through: .*is no place in the order/,
    ],
    [{ version: "latest" }, /\[0\]\.version: "latest": is no exact version/],
    [{ warnings: "x" }, /\[0\]\.warnings: .*is no list of sentences/],
    [{ proposal: { ...PROPOSAL, range: '~1.31"\n  evil: 1' } }, /\[0\]\.proposal\.range: .*is no range/],
    [{ proposal: { ...PROPOSAL, range: "*" } }, /./],
    [{ proposal: { ...PROPOSAL, version: "x" } }, /\[0\]\.proposal\.version: "x": is no exact version/],
];

describe("readSteps", () => {
    it("names a step's pull request by what was checked, not by what it is told", () => {
        assert.deepEqual(read(OUTCOME), [
            {
                kind: "step",
                stack: "dev",
                step: { part: "proxies", from: "1.31.0", to: "1.31.1", why: "because" },
                title: "dev: Istio proxies 1.31.0 → 1.31.1",
                branch: "windlass/dev/proxies-1.31.1",
                family: "windlass/dev/proxies-",
                reasons: ["because"],
                warnings: ["a warning", "a digest"],
            },
        ]);
    });

    it("makes a proposal a pull request of its own, also where nothing else happens", () => {
        const changes = read({ ...OUTCOME, action: "none", step: null, proposal: PROPOSAL });

        assert.deepEqual(changes, [
            {
                kind: "range",
                stack: "dev",
                title: "dev: allow Istio 1.32.0",
                branch: "windlass/dev/allow-1.32.0",
                family: "windlass/dev/allow-",
                range: "~1.31 || ~1.32",
                reasons: ["one minor up"],
                warnings: [],
            },
        ]);
    });

    it("proposes a cohort by how far the proxies come with it, and the way back of the first without", () => {
        const step = { ...STEP, part: "cohort", through: "12.5%" };
        const [change] = read({ ...OUTCOME, step });
        assert.deepEqual(change?.step, step);
        assert.deepEqual(
            [change?.title, change?.branch, change?.family],
            [
                "dev: Istio proxies 1.31.0 → 1.31.1, cohorts through 12.5%",
                "windlass/dev/cohort-1.31.1-12.5",
                "windlass/dev/cohort-",
            ],
        );

        const back = { ...STEP, part: "cohort", from: "1.31.1", to: "1.31.0" };
        assert.equal(
            read({ ...OUTCOME, step: back })[0]?.title,
            "dev: Istio proxies 1.31.1 → 1.31.0, all cohorts",
        );
    });

    it("proposes to prune a retired revision in a pull request of its own", () => {
        const step = { ...STEP, part: "prune", from: "1.30.5" };
        const [change] = read({ ...OUTCOME, step });

        assert.deepEqual(
            [change?.title, change?.branch, change?.family],
            [
                "dev: remove the retired Istio revision 1.30.5",
                "windlass/dev/prune-1.30.5",
                "windlass/dev/prune-",
            ],
        );
    });

    it("asks for nothing where a stack is held", () => {
        assert.deepEqual(read({ ...OUTCOME, action: "held", step: null }), []);
    });

    it("has a first lock to propose", () => {
        const [change] = read({ ...OUTCOME, action: "created", step: null });

        assert.deepEqual(
            [change?.branch, change?.family],
            ["windlass/dev/first-lock", "windlass/dev/first-lock"],
        );
    });

    for (const text of ["", "{}", "[", "null"]) {
        it(`refuses ${JSON.stringify(text)}`, () => {
            assert.throws(() => readSteps(text, ["dev"]), { name: "WindlassError" });
        });
    }

    for (const [differs, message] of refused) {
        it(`refuses ${JSON.stringify(differs).slice(0, 70)}`, () => {
            assert.throws(() => read({ ...OUTCOME, ...differs }), { name: "WindlassError", message });
        });
    }
});
