import type { Namespace } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { WindlassError } from "../../lifecycle/kit/errors";
import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import { FIELD_MANAGER_ANNOTATION, FLUX_FIELD_MANAGER } from "../kube/handover";
import { kubeResource } from "../kube/kube-resource";
import { refusal } from "../kube/refusal";

/** Label of whatever a Kustomization has applied: the Kustomization's name. */
const OWNER_LABEL = "kustomize.toolkit.fluxcd.io/name";

/**
 * The control plane's namespace as it is in the cluster, once it is found to have been handed over: by Pulumi, which marked
 * it, or to Flux, which has applied it. A deployment may have been left out, or two put together, and this is the last
 * moment it shows: a program that fails lets go of nothing.
 */
export function handedOver(name: string, parent: pulumi.Resource): pulumi.Output<pulumi.Resource> {
    const namespace = readControlPlaneNamespace(name, { parent });
    return namespace.metadata.apply((metadata) => {
        try {
            checkHandedOver(metadata);
        } catch (error) {
            throw error instanceof WindlassError ? refusal(error) : error;
        }
        return namespace;
    });
}

/** Reads the control plane's namespace, which tells whose the cluster is. */
export function readControlPlaneNamespace(name: string, opts: pulumi.CustomResourceOptions): Namespace {
    const identity = {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: ISTIO_NAMESPACE },
    };
    return kubeResource(name, identity, { ...opts, id: ISTIO_NAMESPACE }) as Namespace;
}

/** What is read of an object's metadata. */
export interface FoundMetadata {
    /** Undefined where no API server was asked, as in a render. */
    readonly uid?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
}

/** @throws WindlassError unless the control plane's namespace has been handed over */
export function checkHandedOver(metadata: FoundMetadata): void {
    if (!isHandedOver(metadata)) throw notPrepared();
}

/** Whether an object in the cluster has been handed over. Where no API server was asked, it is. */
export function isHandedOver({ uid, labels, annotations }: FoundMetadata): boolean {
    if (uid === undefined) return true;
    return (
        annotations?.[FIELD_MANAGER_ANNOTATION] === FLUX_FIELD_MANAGER || labels?.[OWNER_LABEL] !== undefined
    );
}

function notPrepared(): WindlassError {
    return new WindlassError({
        key: "delivery",
        value: "flux",
        rule: `the cluster has not been handed over: namespace ${ISTIO_NAMESPACE} carries neither Pulumi's mark nor Flux's, and Pulumi would delete what it lets go of`,
        remedy: "Bring the stack up with delivery: pulumi, handover: underway first (docs/delivery.md)",
    });
}
