import assert from "node:assert/strict";
import { plain } from "../../../diff/phrase";
import { containerPrivileges } from "../../../diff/privileges/containers";

// The table of cases is in privileges-of.test.ts.
describe("containerPrivileges", () => {
    it("names the most dangerous first", () => {
        const [first] = containerPrivileges({ name: "c", securityContext: { privileged: true } }, {});
        assert.equal(first && plain(first.words), "container c is privileged");
    });
});
