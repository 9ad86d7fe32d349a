import { WindlassError, throwCollected } from "../kit/errors";
import { ISTIO_NAMESPACE } from "../settings/system-namespaces";
import { injectionOperator, injectionValues } from "../mesh/injection";
import { usesNativeSidecars } from "../mesh/native-sidecars";
import { proxyImage, proxyTarget } from "../mesh/target";
import type { Lock } from "../settings/lock";
import type { JsonObject } from "../kit/json";
import type { StackSettings } from "../settings/settings";
import { type Manifest, type SourcedManifest, objectId } from "../workloads/manifest";
import { checkModes, modeOf } from "../workloads/data-plane-mode";
import { canaryTargets } from "../workloads/plan-workloads";
import { isWorkload } from "../workloads/pod-template";
import { checkAnnotations } from "./annotations";
import { canonicalJson, digestOfText } from "../kit/canonical-json";
import { reasonForNoSidecar, reasonForUnknownKind } from "./eligibility";
import { isInjected, workloadNameLabel } from "./identity";
import { pristineText } from "./pristine";

/** A workload that gets its sidecar in Git. */
export interface InjectableWorkload {
    readonly id: string;
    readonly sourced: SourcedManifest;
    /** Label its name comes from, where a canary gates it. */
    readonly nameLabel: string | undefined;
    readonly pristine: string;
}

/** A workload that gets none, and why. */
export interface SkippedWorkload {
    readonly id: string;
    readonly reason: string;
}

/** What the sidecars of a stack depend on; known without istioctl. */
export interface InjectionPlan {
    /** Version of istioctl and of the proxies. */
    readonly version: string;
    readonly revision: string;
    readonly proxyImage: string;
    readonly native: boolean;
    readonly operator: JsonObject;
    /** Digest of {@link operator}. */
    readonly values: string;
    /** Sorted by id. */
    readonly workloads: readonly InjectableWorkload[];
    /** Sorted by id. */
    readonly skipped: readonly SkippedWorkload[];
}

export interface PlanInjectionArgs {
    readonly settings: StackSettings;
    readonly lock: Lock;
    /** All manifests of the stack, checked by checkManifests. */
    readonly manifests: readonly SourcedManifest[];
}

/**
 * Decides which workloads get a sidecar in Git and what it is made from.
 *
 * @throws WindlassError, or several at once, for workloads that must not be injected: already injected, an annotation
 *   that is not allowed, a canary without a label Flagger rewrites.
 */
export function planInjection({ settings, lock, manifests }: PlanInjectionArgs): InjectionPlan {
    const target = proxyTarget(settings, lock);
    const operator = injectionOperator(settings, lock);
    const gated = canaryTargets(manifests);
    const workloads: InjectableWorkload[] = [];
    const skipped: SkippedWorkload[] = [];
    const errors: WindlassError[] = [
        ...checkModes(settings, manifests),
        ...checkProxyConfigs(settings, manifests),
    ];
    for (const sourced of manifests) {
        const id = objectId(sourced.manifest);
        if (!isWorkload(sourced.manifest)) {
            const unknown = reasonForUnknownKind(settings, sourced.manifest);
            if (unknown !== undefined) skipped.push({ id, reason: unknown });
            continue;
        }
        const reason = reasonForNoSidecar(settings, sourced.manifest);
        if (reason !== undefined) {
            skipped.push({ id, reason });
            continue;
        }
        try {
            workloads.push(toWorkload(id, sourced, gated.has(id)));
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
            errors.push(error);
        }
    }
    throwCollected(errors);
    return {
        version: target.version,
        revision: target.revision,
        proxyImage: proxyImage(target),
        native: usesNativeSidecars(injectionValues(settings, lock)),
        operator,
        values: digestOfText(canonicalJson(operator)),
        workloads: workloads.sort(byId),
        skipped: skipped.sort(byId),
    };
}

/** Bytes of a request (MaxRequestBodyBytes in k8s.io/apiserver/pkg/server/config.go). istioctl is slow with more. */
const MAX_WORKLOAD_SIZE = 3 * 1024 * 1024;

function toWorkload(id: string, sourced: SourcedManifest, gated: boolean): InjectableWorkload {
    const { manifest, file, line } = sourced;
    if (isInjected(manifest)) {
        throw new WindlassError({
            file,
            line,
            key: id,
            rule: "already has a sidecar, and injecting twice leaves parts of the old one behind",
            remedy: "Keep the manifest as it was before injection; Windlass adds the sidecar",
        });
    }
    throwCollected(checkAnnotations(sourced));
    const nameLabel = gated ? workloadNameLabel(sourced) : undefined;
    const text = pristineText(manifest, nameLabel);
    if (text.length > MAX_WORKLOAD_SIZE) {
        throw new WindlassError({
            file,
            line,
            key: id,
            rule: `is larger than the ${MAX_WORKLOAD_SIZE} bytes that a Kubernetes API server accepts`,
            remedy: "Move what is large into a volume or an image",
        });
    }
    return { id, sourced, nameLabel, pristine: digestOfText(text) };
}

function byId(left: { readonly id: string }, right: { readonly id: string }): number {
    return left.id < right.id ? -1 : 1;
}

/**
 * ProxyConfig resources are read by istiod when its webhook injects; istioctl does not know them. A workload in Git would
 * silently run without what they say.
 */
function checkProxyConfigs(
    settings: PlanInjectionArgs["settings"],
    manifests: readonly SourcedManifest[],
): readonly WindlassError[] {
    return manifests
        .filter(({ manifest }) => isProxyConfig(manifest))
        .filter(({ manifest: config }) =>
            manifests.some(
                ({ manifest }) =>
                    isWorkload(manifest) &&
                    isReached(config, manifest) &&
                    modeOf(settings, manifest) === "git",
            ),
        )
        .map(
            ({ manifest, file, line }) =>
                new WindlassError({
                    file,
                    line,
                    key: objectId(manifest),
                    rule: "a ProxyConfig is heeded by the webhook but not by istioctl kube-inject, so sidecars in Git would run without it",
                    remedy: "Say it in the pods' annotation proxy.istio.io/config or in istio.values.meshConfig.defaultConfig, or choose mode pin",
                }),
        );
}

function isProxyConfig({ apiVersion, kind }: Manifest): boolean {
    return kind === "ProxyConfig" && apiVersion.startsWith("networking.istio.io/");
}

/** One in Istio's own namespace is for the whole mesh. */
function isReached({ metadata }: Manifest, workload: Manifest): boolean {
    return metadata.namespace === ISTIO_NAMESPACE || metadata.namespace === workload.metadata.namespace;
}
