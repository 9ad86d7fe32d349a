import assert from "node:assert/strict";
import { say } from "../../../diff/phrase";
import { fields, privilegeKey, records, strong, text, texts, weak } from "../../../diff/privileges/privilege";

describe("privileges", () => {
    it("are told apart by rule and words, not by weight", () => {
        assert.equal(privilegeKey(strong("r", say`x ${"y"}`)), privilegeKey(weak("r", ["x y"])));
    });
    it("read only values of the right shape", () => {
        assert.deepEqual(
            [fields([1]), records([1, { a: 1 }]), texts(["a", 1]), text({}), text(0)],
            [{}, [{ a: 1 }], ["a"], "", "0"],
        );
    });
});
