import {
    networkPolicyPrivileges,
    servicePrivileges,
    webhookPrivileges,
    fluxPrivileges,
} from "../../../diff/privileges/cluster";
import { findNothingInNonsense } from "../../support/privilege-rules";

// The table of cases is in privileges-of.test.ts.
describe("the rules of cluster.ts", () => {
    findNothingInNonsense({ networkPolicyPrivileges, servicePrivileges, webhookPrivileges, fluxPrivileges });
});
