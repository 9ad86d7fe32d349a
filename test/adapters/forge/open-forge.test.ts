import assert from "node:assert/strict";
import type { ForgeAdapter } from "../../../adapters/forge/forge";
import { selectForge, withForge, workflowRun } from "../../../adapters/forge/open-forge";
import { FakeForge } from "../../support/fake-forge";

const adapter = (name: string, variable: string): ForgeAdapter => ({
    name,
    variables: [variable],
    isHere: (env) => env[variable] !== undefined,
    open: () => Object.assign(new FakeForge(), { close: () => Promise.resolve() }),
    workflowRun: () => ({ writeOutputs: () => true, addToPath: () => true, writeSummary: () => true }),
});
const BOTH = [adapter("first", "FIRST"), adapter("second", "SECOND")] as const;

describe("selectForge", () => {
    /** `[variables, forge]` */
    const cases: readonly (readonly [Record<string, string>, string])[] = [
        [{}, "first"],
        [{ SECOND: "1" }, "second"],
        [{ FIRST: "1", SECOND: "1" }, "first"],
        [{ FIRST: "1", WINDLASS_FORGE: "second" }, "second"],
    ];
    for (const [env, name] of cases) {
        it(`means the ${name} where there is ${JSON.stringify(env)}`, () => {
            assert.equal(selectForge(env, BOTH).name, name);
        });
    }

    it("refuses a forge nobody knows", () => {
        assert.throws(() => selectForge({ WINDLASS_FORGE: "third" }, BOTH), {
            message:
                'WINDLASS_FORGE: "third": is no forge Windlass knows. Write first or second, or unset it.',
        });
    });

    it("means GitHub where nothing tells", () => {
        assert.equal(selectForge({}).name, "github");
    });
});

describe("withForge", () => {
    it("says which variable is missing before anything is done", async () => {
        await assert.rejects(
            withForge({ env: {} }, () => Promise.reject(new Error("asked"))),
            /^WindlassError: GITHUB_REPOSITORY: is needed to talk to GitHub/,
        );
    });
});

describe("workflowRun", () => {
    it("leaves nothing outside of a workflow", () => {
        const run = workflowRun({});
        assert.deepEqual(
            [run.writeOutputs({ a: "x" }), run.addToPath("/x"), run.writeSummary("x")],
            [false, false, false],
        );
    });
});
