import assert from "node:assert/strict";
import fc from "fast-check";
import { declareStack } from "../../components/mesh/stack";
import { LAYERS } from "../../components/kube/layer";
import { type Registration, evaluate } from "../../render/evaluate";
import { fuzzRuns, fuzzSeed, tell } from "../support/fuzz-seed";
import { assertInvariants } from "./invariants";
import { type RandomProgram, isRefusal, randomProgram, readProgram } from "./random-stack";

/** Programs of the quick mode. More by WINDLASS_RUNS, the same again by WINDLASS_SEED. */
const RUNS = fuzzRuns(200);

describe("a random program", function () {
    this.timeout(600_000);

    it(`keeps every invariant or is refused in words, ${RUNS} times`, async () => {
        const seed = fuzzSeed();
        const outcomes = { declared: 0, refused: 0, objects: 0 };
        await fc.assert(
            fc.asyncProperty(randomProgram, async (program) => {
                const first = await declared(program);
                if (first === undefined) {
                    outcomes.refused++;
                    return;
                }
                assertInvariants(first);
                // The same program registers the same, whatever ran before it.
                assert.deepEqual(await declared(program), first);
                outcomes.declared++;
                outcomes.objects += first.filter(({ custom }) => custom).length;
            }),
            { seed, numRuns: RUNS, endOnFailure: process.env["WINDLASS_SHRINK"] === undefined },
        );
        tell(
            `seed ${seed}: ${outcomes.declared} declared, ${outcomes.refused} refused, ${outcomes.objects} objects`,
        );
        // A generator that only makes refusals would prove nothing.
        assert.ok(outcomes.declared > RUNS / 4, `only ${outcomes.declared} of ${RUNS} were declared`);
    });
});

/** What the program registers; undefined where it is refused. */
async function declared(program: RandomProgram): Promise<readonly Registration[] | undefined> {
    try {
        const stack = readProgram(program);
        return await evaluate(() => declareStack(stack, { layers: LAYERS }), { stack: "dev" });
    } catch (error) {
        if (isRefusal(error)) return undefined;
        throw error;
    }
}
