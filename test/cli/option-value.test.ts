import assert from "node:assert/strict";
import { readOption } from "../../cli/option-value";
import { WindlassError } from "../../lifecycle/kit/errors";

describe("readOption", () => {
    it("reads what was given", () => {
        assert.equal(readOption("--n", "3", Number), 3);
        assert.equal(
            readOption("--n", undefined as string | undefined, () => assert.fail()),
            undefined,
        );
    });

    it("names the option in a complaint, and leaves a fault as it is", () => {
        const refuse = (value: string): never => {
            throw new WindlassError({ value, rule: "is wrong" });
        };
        assert.throws(() => readOption("--n", "x", refuse), { message: '--n: "x": is wrong.' });
        assert.throws(() => readOption("--n", "x", () => assert.fail("a fault")), /a fault/);
    });
});
