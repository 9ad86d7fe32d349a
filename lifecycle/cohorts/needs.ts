import { fieldsOf, listOf } from "../canaries/complaints";
import { getIn } from "../kit/json-path";
import type { Manifest } from "../workloads/manifest";
import { podTemplateOf } from "../workloads/pod-template";

/** Annotation on a workload's own metadata: the services it calls, `namespace/name`, separated by commas. */
export const NEEDS_ANNOTATION = "windlass.dev/depends-on";

/**
 * Which services workloads need, as far as manifests tell:
 *
 * - `windlass.dev/depends-on` on the workload;
 * - hosts of the egress of a `Sidecar` that selects its pods, those with a `*` apart;
 * - `AuthorizationPolicy` objects that let its service account in: what such a policy guards is one service.
 *
 * A VirtualService or a ServiceEntry says who is called, and not by whom.
 *
 * @returns the services of one workload, sorted
 */
export function needsOf(manifests: readonly Manifest[]): (workload: Manifest) => readonly string[] {
    const sidecars = new Map<string, Manifest[]>();
    for (const manifest of manifests) {
        if (!isIstio(manifest, "Sidecar")) continue;
        const { namespace = "" } = manifest.metadata;
        sidecars.set(namespace, [...(sidecars.get(namespace) ?? []), manifest]);
    }
    const callers = callersOf(manifests.filter((manifest) => isIstio(manifest, "AuthorizationPolicy")));
    return (workload) => {
        const { namespace = "", annotations } = workload.metadata;
        const named = (annotations?.[NEEDS_ANNOTATION] ?? "").split(",").map((name) => name.trim());
        const egress = (sidecars.get(namespace) ?? [])
            .filter((sidecar) => selects(sidecar, workload))
            .flatMap((sidecar) => egressHosts(sidecar, namespace));
        const account = podTemplateOf(workload)?.spec?.["serviceAccountName"];
        const allowed =
            typeof account === "string" ? (callers.get(`ns/${namespace}/sa/${account}`) ?? []) : [];
        return [...new Set([...named, ...egress, ...allowed])].filter((name) => name !== "").sort();
    };
}

function isIstio({ apiVersion, kind }: Manifest, wanted: string): boolean {
    return kind === wanted && /^(?:networking|security)\.istio\.io\//.test(apiVersion);
}

/** One without a selector is for the whole namespace, and says of no workload what it calls. */
function selects(sidecar: Manifest, workload: Manifest): boolean {
    const wanted = Object.entries(fieldsOf(getIn(sidecar["spec"], ["workloadSelector", "labels"])));
    const labels = podTemplateOf(workload)?.metadata?.labels ?? {};
    return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

/** `shop/backend.shop.svc.cluster.local`, `./backend…`: as `namespace/host`. */
function egressHosts(sidecar: Manifest, namespace: string): readonly string[] {
    return listOf(fieldsOf(sidecar["spec"])["egress"])
        .flatMap((listener) => listOf(fieldsOf(listener)["hosts"]))
        .filter((host): host is string => typeof host === "string" && !host.includes("*"))
        .map((host) => host.replace(/^\.\//, `${namespace}/`));
}

/** Policies by the account they let in, `ns/shop/sa/frontend`. */
function callersOf(policies: readonly Manifest[]): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    for (const { metadata, ...policy } of policies) {
        const rules = listOf(fieldsOf(policy["spec"])["rules"]);
        const principals = rules
            .flatMap((rule) => listOf(fieldsOf(rule)["from"]))
            .flatMap((from) => listOf(getIn(from, ["source", "principals"])));
        for (const principal of new Set(principals)) {
            const account = typeof principal === "string" && /ns\/[^/*]+\/sa\/[^/*]+$/.exec(principal)?.[0];
            if (typeof account !== "string") continue;
            found.set(account, [...(found.get(account) ?? []), `${metadata.namespace}/${metadata.name}`]);
        }
    }
    return found;
}
