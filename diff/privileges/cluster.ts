import type { Manifest } from "../../lifecycle/workloads/manifest";
import { getIn } from "../../lifecycle/kit/json-path";
import { say } from "../phrase";
import { type Privilege, fields, records, strong, text, texts, weak } from "./privilege";

/** A Service that can be reached from outside the cluster. */
export function servicePrivileges({ spec }: Manifest): readonly Privilege[] {
    const type = text(getIn(spec, ["type"]));
    const ips = texts(getIn(spec, ["externalIPs"]));
    return [
        ...(type === "LoadBalancer" || type === "NodePort"
            ? [strong("exposed", say`reachable from outside the cluster (${type})`)]
            : []),
        ...(type === "ExternalName"
            ? [weak("exposed", say`points at ${text(getIn(spec, ["externalName"]))}`)]
            : []),
        ...ips.map((ip) => strong("exposed", say`takes traffic for ${ip}`)),
    ];
}

/** What a NetworkPolicy lets everybody do: a rule without conditions lets everything through. */
export function networkPolicyPrivileges({ spec }: Manifest): readonly Privilege[] {
    const open = (direction: string): boolean =>
        records(getIn(spec, [direction])).some((rule) => Object.keys(rule).length === 0);
    const types = texts(getIn(spec, ["policyTypes"]));
    return [
        ...(open("ingress") ? [strong("network", ["lets everything in"])] : []),
        ...(open("egress") ? [weak("network", ["lets everything out"])] : []),
        ...(types.length > 0 && !types.includes("Ingress")
            ? [weak("network", ["says nothing about what comes in"])]
            : []),
        ...(types.length > 0 && !types.includes("Egress")
            ? [weak("network", ["says nothing about what goes out"])]
            : []),
    ];
}

const LEVELS = ["restricted", "baseline", "privileged"];

/** How far a Namespace lets its pods go (kubernetes.io, Pod Security Admission). No label is like `privileged`. */
export function namespacePrivileges({ metadata }: Manifest): readonly Privilege[] {
    const enforced = metadata.labels?.["pod-security.kubernetes.io/enforce"] ?? "privileged";
    const level = LEVELS.includes(enforced) ? LEVELS.indexOf(enforced) : 2;
    return LEVELS.slice(1, level + 1).map((name) =>
        weak("pod-security", say`admits pods of the Pod Security level ${name}`),
    );
}

/** Webhooks see, change or refuse what they match (kubernetes.io, Dynamic Admission Control). */
export function webhookPrivileges(object: Manifest): readonly Privilege[] {
    const changes = object.kind.startsWith("Mutating");
    return records(object["webhooks"]).flatMap((webhook) => {
        const name = text(webhook["name"]);
        const url = text(fields(webhook["clientConfig"])["url"]);
        const ignored = text(webhook["failurePolicy"]) === "Ignore";
        return [
            strong(
                "webhook",
                say`webhook ${name} ${changes ? ["may change"] : ["may refuse"]} what it matches`,
            ),
            ...(url === "" ? [] : [strong("webhook", say`webhook ${name} sends objects to ${url}`)]),
            ...(ignored
                ? [
                      weak(
                          "webhook",
                          say`webhook ${name} lets everything pass when it cannot be reached (failurePolicy Ignore)`,
                      ),
                  ]
                : [
                      weak(
                          "webhook",
                          say`webhook ${name} stops everything it matches when it cannot be reached (failurePolicy Fail)`,
                      ),
                  ]),
        ];
    });
}

/** Where Flux takes what it applies from, and as whom it applies it. */
export function fluxPrivileges({ kind, spec }: Manifest): readonly Privilege[] {
    const found: Privilege[] = [];
    const url = text(getIn(spec, ["url"]));
    if (url !== "") found.push(weak("source", say`${kind} reads ${url}`));
    if (getIn(spec, ["insecure"]) === true)
        found.push(strong("source", ["reads its source without TLS (insecure)"]));
    if (kind === "OCIRepository" && getIn(spec, ["verify"]) === undefined) {
        found.push(weak("source", ["signatures of its source are not checked"]));
    }
    const account = text(getIn(spec, ["serviceAccountName"]));
    if (kind === "HelmRelease" || kind === "Kustomization") {
        found.push(
            account === ""
                ? strong("service-account", ["is applied with the rights of Flux itself"])
                : weak("service-account", say`is applied as service account ${account}`),
        );
    }
    return found;
}
