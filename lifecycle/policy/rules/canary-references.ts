import { fieldsOf, listOf } from "../../canaries/complaints";
import { groupOf } from "../../workloads/api-group";
import { type CanaryOf, canariesOf } from "../canaries-of";
import { clusterServices } from "../cluster-services";
import { type Hint, hints } from "../hints";
import { type PolicyRule, type Violation, blame } from "../rule";

import { webhookHost } from "../webhook-host";
import type { Manifest } from "../../workloads/manifest";

/**
 * Flagger looks these up while an analysis runs, and counts what it does not find as a failed check, or says it in its log.
 * They may live outside the stack, so that a missing one is a warning.
 */
export const canaryReferences: PolicyRule = {
    id: "canary-references",
    description: "What a canary refers to is in the stack.",
    remedy: "Correct the reference, or make sure that it is in the cluster by other means",
    judge: (objects) => {
        const canaries = canariesOf(objects);
        if (canaries.length === 0) return [];
        const index = indexByKind(objects);
        const hosts = webhookHost(clusterServices(objects, canaries));
        const hintOf = new Map<string, Hint>();
        return canaries.flatMap((canary) => [
            ...referencesOf(canary).flatMap((reference) =>
                missing(canary.canary, reference, { index, hintOf }),
            ),
            ...webhooksOf(canary).flatMap(({ field, url }) => {
                const reason = hosts.problemOf(url);
                return reason === undefined ? [] : [warn(canary.canary, `its ${field} ${reason}`)];
            }),
        ]);
    },
};

interface Reference {
    /** The field it stands in. */
    readonly field: string;
    readonly group: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
}

/** Everything a Canary names besides its target and autoscaler, which reading the manifests checks. */
function referencesOf({ spec, namespace }: CanaryOf): readonly Reference[] {
    const service = fieldsOf(spec["service"]);
    const analysis = fieldsOf(spec["analysis"] ?? spec["canaryAnalysis"]);
    const found: Reference[] = [];
    const add = (field: string, group: string, kind: string, { name, namespace: other }: Place) => {
        if (typeof name !== "string" || name === "") return;
        const place = typeof other === "string" && other !== "" ? other : namespace;
        found.push({ field, group, kind, name, namespace: place });
    };
    for (const [index, metric] of listOf(analysis["metrics"]).map(fieldsOf).entries()) {
        const field = `metrics.${index}.templateRef`;
        add(field, "flagger.app", "MetricTemplate", fieldsOf(metric["templateRef"]));
    }
    for (const [index, alert] of listOf(analysis["alerts"]).map(fieldsOf).entries())
        add(`alerts.${index}.providerRef`, "flagger.app", "AlertProvider", fieldsOf(alert["providerRef"]));
    for (const gateway of listOf(service["gateways"])) {
        if (typeof gateway !== "string" || gateway === "mesh") continue;
        add("service.gateways", "networking.istio.io", "Gateway", gatewayPlace(gateway));
    }
    for (const parent of listOf(service["gatewayRefs"]).map(fieldsOf)) {
        const { kind = "Gateway", group = "gateway.networking.k8s.io" } = parent;
        add("service.gatewayRefs", String(group), String(kind), parent);
    }
    add("ingressRef", "networking.k8s.io", "Ingress", fieldsOf(spec["ingressRef"]));
    add("routeRef", "apisix.apache.org", "ApisixRoute", fieldsOf(spec["routeRef"]));
    add("upstreamRef", "gloo.solo.io", "Upstream", fieldsOf(spec["upstreamRef"]));
    return found;
}

type Place = Readonly<{ name?: unknown; namespace?: unknown }>;

/** `namespace/name`, `name`, or the name before Istio knew namespaces: `name.namespace.svc.cluster.local`. */
function gatewayPlace(gateway: string): Place {
    const [namespace, name] = gateway.split("/");
    if (name !== undefined) return { namespace, name };
    const [short, place] = gateway.split(".");
    return { name: short, namespace: place };
}

function webhooksOf({ spec }: CanaryOf): readonly { readonly field: string; readonly url: string }[] {
    const analysis = fieldsOf(spec["analysis"] ?? spec["canaryAnalysis"]);
    return listOf(analysis["webhooks"])
        .map(fieldsOf)
        .flatMap(({ url }, index) =>
            typeof url === "string" ? [{ field: `webhooks.${index}.url`, url }] : [],
        );
}

/** Namespaces and names of the objects of each kind. */
type KindIndex = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

function indexByKind(objects: readonly Manifest[]): KindIndex {
    const index = new Map<string, Map<string, Set<string>>>();
    for (const { apiVersion, kind, metadata } of objects) {
        const key = `${groupOf(apiVersion)}/${kind}`;
        const names = index.get(key) ?? new Map<string, Set<string>>();
        index.set(key, names);
        const namespaces = names.get(metadata.name) ?? new Set<string>();
        names.set(metadata.name, namespaces.add(metadata.namespace ?? ""));
    }
    return index;
}

/** What a reference is looked up in. */
interface Lookup {
    readonly index: KindIndex;
    /** By kind. */
    readonly hintOf: Map<string, Hint>;
}

function missing(canary: Manifest, reference: Reference, { index, hintOf }: Lookup): readonly Violation[] {
    const { field, group, kind, namespace, name } = reference;
    const key = `${group}/${kind}`;
    const names = index.get(key);
    const namespaces = names?.get(name);
    if (namespaces?.has(namespace)) return [];
    const what = `its ${field} names ${kind} ${name} of namespace ${namespace}, which the stack does not declare`;
    const [elsewhere] = namespaces ?? [];
    if (elsewhere !== undefined) return [warn(canary, `${what}; there is one in ${elsewhere}`)];
    const hint = hintOf.get(key) ?? hints();
    hintOf.set(key, hint);
    const near = hint(name, () => names?.keys() ?? []);
    const place = near === undefined ? undefined : [...(names?.get(near) ?? [])][0];
    return [warn(canary, near === undefined ? what : `${what}; there is ${near} in ${place}`)];
}

function warn(canary: Manifest, reason: string): Violation {
    return { ...blame(canary), reason, level: "warning" };
}
