import {
    authorizationPrivileges,
    destinationPrivileges,
    gatewayPrivileges,
    listenerPrivileges,
    peerAuthenticationPrivileges,
    proxyCodePrivileges,
    serviceEntryPrivileges,
    sidecarPrivileges,
} from "../../../diff/privileges/mesh";
import { findNothingInNonsense } from "../../support/privilege-rules";

// The table of cases is in privileges-of.test.ts.
describe("the rules of mesh.ts", () => {
    findNothingInNonsense({
        authorizationPrivileges,
        destinationPrivileges,
        gatewayPrivileges,
        listenerPrivileges,
        peerAuthenticationPrivileges,
        proxyCodePrivileges,
        serviceEntryPrivileges,
        sidecarPrivileges,
    });
});
