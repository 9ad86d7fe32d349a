import type { Manifest } from "../../lifecycle/workloads/manifest";
import { type Phrase, join, listing, say } from "../phrase";
import { type Privilege, fields, records, strong, text, texts, weak } from "./privilege";

type Fields = Readonly<Record<string, unknown>>;

/** Verbs by which a subject gets what it was not given (kubernetes.io, RBAC good practices). */
const ESCALATING = new Set(["escalate", "bind", "impersonate"]);
const WRITING = new Set(["create", "update", "patch", "delete", "deletecollection", "*"]);
const READING = new Set(["get", "list", "watch", "*"]);

/** Resources that are as good as more rights, and the verbs that make them so. */
const SENSITIVE: Readonly<Record<string, ReadonlySet<string>>> = {
    secrets: new Set([...READING, ...WRITING]),
    "pods/exec": new Set(["create", "get", "*"]),
    "pods/attach": new Set(["create", "get", "*"]),
    "pods/portforward": new Set(["create", "get", "*"]),
    "pods/ephemeralcontainers": WRITING,
    "serviceaccounts/token": new Set(["create", "*"]),
    "nodes/proxy": new Set([...READING, ...WRITING]),
    mutatingwebhookconfigurations: WRITING,
    validatingwebhookconfigurations: WRITING,
    clusterrolebindings: WRITING,
    rolebindings: WRITING,
    clusterroles: WRITING,
    roles: WRITING,
    customresourcedefinitions: WRITING,
    "certificatesigningrequests/approval": WRITING,
    persistentvolumes: WRITING,
};

/** Subjects that stand for everybody. */
const EVERYBODY = new Set([
    "system:anonymous",
    "system:unauthenticated",
    "system:authenticated",
    "system:serviceaccounts",
]);
const POWERFUL_ROLES = new Set(["cluster-admin", "admin", "system:masters"]);

/** What a Role or ClusterRole lets its subjects do, one privilege a rule. */
export function rolePrivileges(role: Manifest): readonly Privilege[] {
    const found = records(role["rules"]).map(rulePrivilege);
    if (role["aggregationRule"] !== undefined) {
        found.push(
            strong("rbac", ["takes in the rules of every ClusterRole with certain labels (aggregationRule)"]),
        );
    }
    return found;
}

function rulePrivilege(rule: Fields): Privilege {
    const [verbs, groups] = [texts(rule["verbs"]), texts(rule["apiGroups"])];
    const [resources, urls] = [texts(rule["resources"]), texts(rule["nonResourceURLs"])];
    const names = texts(rule["resourceNames"]);
    const only: Phrase = names.length === 0 ? [] : say` (only ${listing(names, 3)})`;
    const what = urls.length > 0 ? listing(urls, 4) : say`${listing(resources, 6)}${inGroups(groups)}`;
    const words = say`may ${listing(verbs, 8)} ${what}${only}`;
    const reason = alarmingReason(verbs, groups, resources, urls);
    return reason === undefined ? weak("rbac", words) : strong("rbac", join([words, [reason]], ": "));
}

function inGroups(groups: readonly string[]): Phrase {
    const named = groups.filter((group) => group !== "");
    return named.length === 0 ? [] : say` of ${listing(named, 3)}`;
}

function alarmingReason(
    verbs: readonly string[],
    groups: readonly string[],
    resources: readonly string[],
    urls: readonly string[],
): string | undefined {
    if ([...verbs, ...groups, ...resources].includes("*")) return "a wildcard";
    if (urls.some((url) => url.includes("*"))) return "a wildcard";
    if (verbs.some((verb) => ESCALATING.has(verb))) return "can give itself more rights";
    const sensitive = resources.some((resource) => {
        const risky = Object.hasOwn(SENSITIVE, resource) ? SENSITIVE[resource] : undefined;
        return risky && verbs.some((verb) => risky.has(verb));
    });
    return sensitive ? "as good as more rights" : undefined;
}

/** Who gets a role by a binding, one privilege a subject. */
export function bindingPrivileges(binding: Manifest): readonly Privilege[] {
    const role = fields(binding["roleRef"]);
    const name = text(role["name"]);
    const where: Phrase =
        binding.kind === "ClusterRoleBinding"
            ? ["in the whole cluster"]
            : say`in ${binding.metadata.namespace ?? ""}`;
    return records(binding["subjects"]).map((subject) => {
        const who = text(subject["name"]);
        const namespace = text(subject["namespace"]);
        const full = namespace === "" ? who : `${namespace}/${who}`;
        const words = say`${text(role["kind"])} ${name} for ${text(subject["kind"])} ${full} ${where}`;
        const everybody = EVERYBODY.has(who) || who.startsWith("system:serviceaccounts");
        return everybody || POWERFUL_ROLES.has(name) || POWERFUL_ROLES.has(who)
            ? strong("rbac", words)
            : weak("rbac", words);
    });
}
