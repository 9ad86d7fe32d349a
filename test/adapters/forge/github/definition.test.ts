import assert from "node:assert/strict";
import * as v from "valibot";
import { id, object, text } from "../../../../adapters/forge/github/definition";

describe("object", () => {
    const pull = object({ number: id, user: object({ login: text }) });

    it("reads the members that are named, and no others", () => {
        assert.deepEqual(v.parse(pull, { number: 7, user: { login: "a", admin: true }, title: "x" }), {
            number: 7,
            user: { login: "a" },
        });
    });

    for (const user of [undefined, null, "a", 1, [], { login: 1 }, { login: null }]) {
        it(`reads ${JSON.stringify(user)} as one without members`, () => {
            assert.equal(v.parse(pull, { number: 7, user }).user.login, undefined);
        });
    }

    it("is none where a member it cannot be without is no such thing", () => {
        for (const number of [undefined, null, "7", 0, -1, 1.5, 1e300])
            assert.equal(v.is(pull, { number }), false, String(number));
        for (const value of [null, [], "x", {}]) assert.equal(v.is(pull, value), false);
    });
});
