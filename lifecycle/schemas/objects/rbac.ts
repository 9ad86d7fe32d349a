import { isRecord } from "../../kit/json-path";
import type { SchemaFault } from "../validate";
import { type ObjectRule, fault } from "./object-rule";
import { isEmpty, listed } from "./fields";

const GROUP = "rbac.authorization.k8s.io";

/** ValidatePolicyRule in pkg/apis/rbac/validation. */
export const role: ObjectRule = (object) =>
    listed(object, [], "rules").flatMap(([rule, path]) => {
        const always = isEmpty(rule["verbs"])
            ? fault([...path, "verbs"], undefined, "must name at least one verb")
            : [];
        if (!isEmpty(rule["nonResourceURLs"])) return always;
        return [
            ...always,
            ...["apiGroups", "resources"].flatMap((key) =>
                isEmpty(rule[key])
                    ? fault(
                          [...path, key],
                          undefined,
                          "must name at least one",
                          key === "apiGroups" ? 'Write "" for the core group' : undefined,
                      )
                    : [],
            ),
        ];
    });

const SUBJECTS = ["ServiceAccount", "User", "Group"];

/** ValidateRoleBinding and ValidateClusterRoleBinding. */
export const roleBinding: ObjectRule = (object) => {
    const { roleRef, kind } = object;
    const kinds = kind === "RoleBinding" ? ["Role", "ClusterRole"] : ["ClusterRole"];
    return [
        ...(isRecord(roleRef) ? referenceFaults(roleRef, kinds) : []),
        ...listed(object, [], "subjects").flatMap(([subject, path]) => [
            ...oneOf(subject["kind"], SUBJECTS, [...path, "kind"]),
            ...(kind === "ClusterRoleBinding" && subject["kind"] === "ServiceAccount" && !subject["namespace"]
                ? fault([...path, "namespace"], undefined, "is required for a ServiceAccount")
                : []),
        ]),
    ];
};

function referenceFaults(
    reference: Readonly<Record<string, unknown>>,
    kinds: readonly string[],
): readonly SchemaFault[] {
    return [
        ...oneOf(reference["apiGroup"], [GROUP, ""], ["roleRef", "apiGroup"]),
        ...oneOf(reference["kind"], kinds, ["roleRef", "kind"]),
        ...(reference["name"] === "" ? fault(["roleRef", "name"], "", "must not be empty") : []),
    ];
}

function oneOf(
    value: unknown,
    known: readonly string[],
    path: readonly (string | number)[],
): readonly SchemaFault[] {
    if (typeof value !== "string" || known.includes(value)) return [];
    return fault(path, value, `must be ${known.filter((one) => one !== "").join(" or ")}`);
}
