import assert from "node:assert/strict";
import { plain } from "../../../diff/phrase";
import { podPrivileges } from "../../../diff/privileges/pods";

// The table of cases is in privileges-of.test.ts.
describe("podPrivileges", () => {
    it("names the most dangerous first", () => {
        const [first] = podPrivileges({ spec: { hostPID: true } }, false);
        assert.equal(first && plain(first.words), "the node's processes (hostPID)");
    });
});
