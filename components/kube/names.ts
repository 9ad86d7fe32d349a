/** What tells one object of a cluster from all others, its API version left out. */
export interface ObjectIdentity {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
}

/**
 * Logical name of an object that comes from a manifest: `frontend/podinfo-deployment`,
 * `frontend/podinfo-canary.flagger.app`, `frontend-namespace`.
 *
 * Stable: it does not depend on the API version, on other objects or on their order. Unique: the slash keeps
 * namespace `a`, name `b-c` apart from namespace `a-b`, name `c`; a kind holds no hyphen; and the kinds of all
 * groups but Kubernetes' first ones, those without a dot, carry their group, as `kubectl` spells it.
 */
export function logicalName(object: ObjectIdentity): string {
    const { name, namespace } = object.metadata;
    const group = object.apiVersion.includes("/") ? (object.apiVersion.split("/")[0] ?? "") : "";
    const kind = group.includes(".") ? `${object.kind}.${group}` : object.kind;
    return `${namespace ? `${namespace}/` : ""}${name}-${kind.toLowerCase()}`;
}
