import { ISTIO_NAMESPACE } from "../../settings/system-namespaces";
import { getIn, isRecord } from "../../kit/json-path";
import { readLabels, selects } from "../label-selector";
import { isMeshed, ownContainers, podLabels } from "../mesh-pods";
import type { PolicyContext, PolicyRule, Violation } from "../rule";
import { type Manifest, objectId } from "../../workloads/manifest";

const OPEN: readonly string[] = ["DISABLE", "PERMISSIVE"];

/**
 * istio.io, "PeerAuthentication": the one in the root namespace without a selector holds for the mesh. Of two, and of two
 * in one namespace, Istio takes the oldest (pilot/pkg/model/authentication.go, `addPeerAuthentication`), which no manifest
 * shows; a selector without labels is none. A narrower one may open single ports, for a caller outside the mesh, but not
 * a whole namespace. In the root namespace one with a selector is ignored (`ComposePeerAuthentication`).
 */
export const strictMtls: PolicyRule = {
    id: "strict-mtls",
    description: "Mutual TLS is demanded of the whole mesh.",
    remedy: "Set windlass:istio.mtls to STRICT, and open single ports by portLevelMtls",
    judge: (objects, context) => {
        const policies = objects.filter(
            ({ apiVersion, kind }) =>
                kind === "PeerAuthentication" && apiVersion.startsWith("security.istio.io/"),
        );
        const mesh = policies.filter((policy) => isMeshWide(policy));
        const strict = mesh.find((policy) => modeOf(policy) === "STRICT");
        const missing: Violation[] = strict
            ? []
            : [
                  {
                      object: undefined,
                      reason: "no PeerAuthentication demands STRICT mutual TLS of the whole mesh",
                      setting: ["istio", "mtls"],
                  },
              ];
        return [
            ...missing,
            ...(strict ? mesh.filter((policy) => policy !== strict).map(rival) : []),
            ...policies.filter((policy) => !isMeshWide(policy)).flatMap(openNamespace),
            ...openSelections(policies, objects, context),
        ];
    },
};

/** A second policy for the whole mesh. The first that is strict is the stack's own, whose layer comes before. */
function rival(policy: Manifest): Violation {
    const mode = modeOf(policy);
    const opens = mode !== "STRICT";
    return {
        object: objectId(policy),
        reason: opens
            ? `it is a second policy for the whole mesh, and would let it answer in plain text (${mode}): of two Istio takes the oldest`
            : "it is a second policy for the whole mesh: of two Istio takes the oldest, and ignores the other",
        remedy: "Remove it: windlass:istio.mtls decides for the whole mesh",
        level: opens ? "refused" : "warning",
    };
}

function openNamespace(policy: Manifest): readonly Violation[] {
    const mode = modeOf(policy);
    if (labelsOf(policy) || !OPEN.includes(mode)) return [];
    return [
        {
            object: objectId(policy),
            reason: `it lets the whole namespace answer in plain text (${mode})`,
        },
    ];
}

/** Policies whose selector, or whose list of ports, leaves nothing out. */
function openSelections(
    policies: readonly Manifest[],
    objects: readonly Manifest[],
    context: PolicyContext,
): readonly Violation[] {
    const selective = policies.filter(
        (policy) => policy.metadata.namespace !== ISTIO_NAMESPACE && labelsOf(policy) !== undefined,
    );
    if (selective.length === 0) return [];
    const namespaces = new Set(selective.map(({ metadata }) => metadata.namespace));
    const pods = new Map<string | undefined, Manifest[]>([...namespaces].map((name) => [name, []]));
    for (const object of objects) {
        if (isMeshed(object, context)) pods.get(object.metadata.namespace)?.push(object);
    }
    return selective.flatMap((policy) => openSelection(policy, pods.get(policy.metadata.namespace) ?? []));
}

function openSelection(policy: Manifest, pods: readonly Manifest[]): readonly Violation[] {
    const selector = readLabels(labelsOf(policy));
    // One workload may be opened, for the sake of callers outside the mesh.
    const whole = pods.length > 1 && pods.every((object) => selects(selector, podLabels(object)));
    if (!whole || !pods.every((object) => isWhollyOpen(policy, object))) return [];
    return [
        {
            object: objectId(policy),
            reason: "its selector matches every workload of the namespace, and it lets them answer in plain text on every port",
        },
    ];
}

/** Whether no port of the workload is left that wants mutual TLS. */
function isWhollyOpen(policy: Manifest, object: Manifest): boolean {
    const mode = modeOf(policy);
    const byPort = getIn(policy, ["spec", "portLevelMtls"]);
    const ports = ownContainers(object)
        .flatMap(({ fields }): readonly unknown[] => (Array.isArray(fields["ports"]) ? fields["ports"] : []))
        .filter(isRecord)
        .map(({ containerPort }) => String(containerPort));
    if (!isRecord(byPort) || ports.length === 0) return OPEN.includes(mode);
    return ports.every((port) => {
        const own = getIn(byPort, [port, "mode"]);
        return OPEN.includes(typeof own === "string" && own !== "UNSET" ? own : mode);
    });
}

function isMeshWide(policy: Manifest): boolean {
    return policy.metadata.namespace === ISTIO_NAMESPACE && labelsOf(policy) === undefined;
}

/** Labels a policy selects by; undefined for one that selects everything. */
function labelsOf(policy: Manifest): Readonly<Record<string, unknown>> | undefined {
    const labels = getIn(policy, ["spec", "selector", "matchLabels"]);
    return isRecord(labels) && Object.keys(labels).length > 0 ? labels : undefined;
}

function modeOf(policy: Manifest): string {
    const mode = getIn(policy, ["spec", "mtls", "mode"]);
    return typeof mode === "string" ? mode : "UNSET";
}
