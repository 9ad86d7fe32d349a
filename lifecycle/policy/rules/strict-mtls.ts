import { ISTIO_NAMESPACE } from "../../mesh/helm-values";
import { getIn } from "../../files/json-path";
import { type PolicyObject, type PolicyRule, type Violation, objectId } from "../rule";

/**
 * istio.io, "PeerAuthentication": the one in the root namespace without a selector holds for the mesh. A narrower one may
 * open single ports, for a caller outside the mesh, but not a whole namespace.
 */
export const strictMtls: PolicyRule = {
    id: "strict-mtls",
    description: "Mutual TLS is demanded of the whole mesh.",
    remedy: "Set windlass:istio.mtls to STRICT, and open single ports by portLevelMtls",
    judge: (objects) => {
        const policies = objects.filter(({ kind }) => kind === "PeerAuthentication");
        const mesh = policies
            .filter(({ metadata }) => metadata.namespace === ISTIO_NAMESPACE)
            .filter(isUnselective);
        const missing: Violation[] = mesh.some((policy) => modeOf(policy) === "STRICT")
            ? []
            : [
                  {
                      object: undefined,
                      reason: "no PeerAuthentication demands STRICT mutual TLS of the whole mesh",
                  },
              ];
        return missing.concat(
            policies
                .filter((policy) => isUnselective(policy) && !mesh.includes(policy))
                .filter((policy) => ["DISABLE", "PERMISSIVE"].includes(modeOf(policy)))
                .map((policy) => ({
                    object: objectId(policy),
                    reason: `it lets the whole namespace answer in plain text (${modeOf(policy)})`,
                })),
        );
    },
};

function isUnselective(policy: PolicyObject): boolean {
    return getIn(policy, ["spec", "selector"]) === undefined;
}

function modeOf(policy: PolicyObject): string {
    const mode = getIn(policy, ["spec", "mtls", "mode"]);
    return typeof mode === "string" ? mode : "UNSET";
}
