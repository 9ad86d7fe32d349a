import assert from "node:assert/strict";
import { WindlassError } from "../../../lifecycle/kit/errors";
import { NetworkError } from "../../../adapters/http/network-error";

describe("NetworkError", () => {
    it("is an error the user can mend, with the exit status of what is held", () => {
        const error = new NetworkError({ value: "https://x.test", rule: "answered 503" });

        assert.ok(error instanceof WindlassError);
        assert.deepEqual([error.message, error.exitStatus], ['"https://x.test": answered 503.', 3]);
    });
});
