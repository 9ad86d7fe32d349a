import assert from "node:assert/strict";
import fc from "fast-check";
import { formatOutputs } from "../../../../adapters/forge/github/outputs";
import { readOutputs } from "../../../support/workflow-run";

const DELIMITER = "0123456789abcdef0123456789abcdef";

describe("formatOutputs", () => {
    it("puts each value between delimiters", () => {
        assert.equal(
            formatOutputs({ stacks: '["dev"]' }, DELIMITER),
            `stacks<<windlass-${DELIMITER}\n["dev"]\nwindlass-${DELIMITER}\n`,
        );
    });

    for (const [name, value] of [
        ["stacks", "a\nb"],
        ["stacks", "a\r"],
        ["stacks", "ä"],
        ["stacks", "a".repeat(16_385)],
        ["stacks", `x${DELIMITER}`],
        ["a=b", "x"],
        ["a\nb", "x"],
        ["BASH_ENV", "x"],
    ] as const) {
        it(`refuses ${JSON.stringify(name)} with ${JSON.stringify(value.slice(0, 20))}`, () => {
            assert.throws(() => formatOutputs({ [name]: value }, DELIMITER), { name: "WindlassError" });
        });
    }

    it("asks for a delimiter nobody can guess", () => {
        assert.throws(() => formatOutputs({}, "EOF"), /32 or more/);
    });

    it("is read back by a runner as it was, whatever the values", () => {
        const value = fc.string({ unit: fc.constantFrom(..." =<>$(`'\"abc:".split("")) });
        fc.assert(
            fc.property(value, value, (one, two) => {
                assert.deepEqual(readOutputs(formatOutputs({ one, two }, DELIMITER)), { one, two });
            }),
        );
    });
});
