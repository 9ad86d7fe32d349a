import { rolePrivileges, bindingPrivileges } from "../../../diff/privileges/rbac";
import { findNothingInNonsense } from "../../support/privilege-rules";

// The table of cases is in privileges-of.test.ts.
describe("the rules of rbac.ts", () => {
    findNothingInNonsense({ rolePrivileges, bindingPrivileges });
});
