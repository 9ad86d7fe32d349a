import { getIn, isRecord } from "../kit/json-path";
import type { StackSettings } from "../settings/settings";
import { groupOf } from "./api-group";
import type { Manifest, SourcedManifest } from "./manifest";
import type { Scopes } from "./scopes";

/** What a tenant's object reaches that is not the tenant's. */
export interface TenantFault {
    /** One sentence without its full stop. */
    readonly reason: string;
    readonly remedy: string;
}

/** A team, and what is its own. */
export interface Tenant {
    readonly name: string;
    readonly namespaces: readonly string[];
}

/** The tenant an app is of; undefined for one of the platform's. */
export function tenantOfApp(
    { workloads }: Pick<StackSettings, "workloads">,
    app: string,
): Tenant | undefined {
    const found = Object.entries(workloads.tenants ?? {}).find(([, { apps }]) => apps.includes(app));
    return found && { name: found[0], namespaces: found[1].namespaces };
}

/** The tenant of each namespace that has one. */
export function tenantsByNamespace({
    workloads,
}: Pick<StackSettings, "workloads">): ReadonlyMap<string, string> {
    return new Map(
        Object.entries(workloads.tenants ?? {}).flatMap(([name, { namespaces }]) =>
            namespaces.map((namespace) => [namespace, name] as const),
        ),
    );
}

/**
 * What an object of a tenant's app reaches beyond the tenant's namespaces; undefined where nothing.
 *
 * In the cluster the tenant's service account can write nothing else. This tells it at review, and has what no rights keep: an
 * object in the team's own namespace that changes what others' clients, gateways or deliverers do.
 */
export function tenantFault(
    { manifest }: Pick<SourcedManifest, "manifest">,
    tenant: Tenant,
    { scopes, platform }: { readonly scopes: Scopes; readonly platform: ReadonlySet<string> },
): TenantFault | undefined {
    const { namespace } = manifest.metadata;
    const own = tenant.namespaces;
    if (scopes.scopeOf(manifest) === "Cluster" || namespace === undefined)
        return {
            reason: `it is of the whole cluster, and ${tenant.name} has ${listOf(own)} alone`,
            remedy: "Move it to an app of the platform's, which is of no tenant",
        };
    if (!own.includes(namespace))
        return {
            reason: `it is in ${namespace}, and ${tenant.name} has ${listOf(own)} alone`,
            remedy: "Correct its namespace, or give the namespace to the tenant in windlass:workloads.tenants",
        };
    return (
        deliveryFault(manifest) ??
        gatewayFault(manifest) ??
        hostFault(manifest, own) ??
        referenceFault(manifest, own, platform)
    );
}

/** A Kustomization or a HelmRelease without an account is applied with the rights of Flux's controllers, unless Flux is locked down. */
function deliveryFault(manifest: Manifest): TenantFault | undefined {
    const isOfFlux = ["kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io"].includes(
        groupOf(manifest.apiVersion),
    );
    if (!isOfFlux || getIn(manifest, ["spec", "serviceAccountName"]) !== undefined) return undefined;
    return {
        reason: "it names no service account, and would be applied with the rights of Flux itself",
        remedy: "Set spec.serviceAccountName to an account of its namespace",
    };
}

/** Istio's gateways read Gateway objects of every namespace, by the labels of their pods. */
function gatewayFault({ apiVersion, kind }: Manifest): TenantFault | undefined {
    if (kind !== "Gateway" || groupOf(apiVersion) !== "networking.istio.io") return undefined;
    return {
        reason: "it opens ports and hosts at the gateways of the whole mesh, whatever namespace it is in",
        remedy: "Have the host added to windlass:gateway.hosts, and name that gateway in the VirtualService",
    };
}

/** What a proxy of any namespace goes by, for a host of somebody else. Kinds, and where they name their hosts. */
const HOSTS: Readonly<Record<string, readonly string[]>> = {
    VirtualService: ["hosts"],
    ServiceEntry: ["hosts"],
    DestinationRule: ["host"],
};

function hostFault(
    { apiVersion, kind, ...manifest }: Manifest,
    own: readonly string[],
): TenantFault | undefined {
    const path = groupOf(apiVersion) === "networking.istio.io" ? HOSTS[kind] : undefined;
    const found: unknown = path && getIn(manifest, ["spec", ...path]);
    const hosts = (Array.isArray(found) ? found : [found]).filter((host) => typeof host === "string");
    const strange = hosts.find((host) => {
        const namespace = /^[^.]+\.([^.]+)(?:\.svc(?:\..*)?)$/.exec(host)?.[1];
        return host === "*" || (namespace !== undefined && !own.includes(namespace));
    });
    if (strange === undefined) return undefined;
    return {
        reason: `it changes how every proxy reaches ${strange}, which is not the tenant's`,
        remedy: "Name hosts of the tenant's own; a route may lead to others' all the same",
    };
}

/** What others offer to be named: metrics and chats of Flagger's, gateways. */
const OFFERED: readonly string[] = ["templateRef", "providerRef", "parentRefs"];
const REFERENCE = /(?:[rR]efs?|^dependsOn)$/;

/** The first reference into a namespace of somebody else. */
function referenceFault(
    manifest: Manifest,
    own: readonly string[],
    platform: ReadonlySet<string>,
): TenantFault | undefined {
    const found = references(manifest["spec"], "").find(
        ({ key, namespace }) =>
            !own.includes(namespace) && !(OFFERED.includes(key) && platform.has(namespace)),
    );
    if (!found) return undefined;
    return {
        reason: `its ${found.key} leads into ${found.namespace}, which is not the tenant's`,
        remedy: "Refer to an object of the tenant's own",
    };
}

interface NamespacedReference {
    readonly key: string;
    readonly namespace: string;
}

function references(value: unknown, key: string): readonly NamespacedReference[] {
    if (Array.isArray(value)) return value.flatMap((item) => references(item, key));
    if (!isRecord(value)) return [];
    const { namespace } = value;
    const here = REFERENCE.test(key) && typeof namespace === "string" ? [{ key, namespace }] : [];
    return [...here, ...Object.entries(value).flatMap(([name, item]) => references(item, name))];
}

function listOf(names: readonly string[]): string {
    return names.length === 0 ? "no namespace" : names.join(", ");
}
