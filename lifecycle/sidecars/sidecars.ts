import { type Manifest, objectId } from "../workloads/manifest";
import { withPodTemplate, podTemplateOf } from "../workloads/pod-template";
import { applyOverlay } from "./apply-overlay";
import { type Factored, composeOverlay, factor } from "./factor";
import type { Overlay } from "./overlay";
import type { Words } from "./placeholders";
import { wordsOf } from "./words";

/** What the sidecars were made from. */
export interface SidecarInputs {
    /** Version of istioctl, which is that of the proxies: `1.31.1`. */
    readonly istioctl: string;
    /** Revision the proxies belong to: `default` or `1-31-1`. */
    readonly revision: string;
    /** Digest of the Helm values the injector was configured with. Known without istioctl. */
    readonly values: string;
    /** Digest of the injector's template, of the values it is given and of the mesh configuration, from istioctl. */
    readonly injector: InjectorDigests;
}

/** Digests of the three files `istioctl kube-inject` is run with. */
export interface InjectorDigests {
    readonly template: string;
    readonly values: string;
    readonly mesh: string;
}

/** The sidecars of a stack: `stacks/<stack>.sidecars.yaml`. */
export interface Sidecars {
    readonly inputs: SidecarInputs;
    /** Image of the proxy, which the overlays speak of as `${proxyImage}`. */
    readonly proxyImage: string;
    /** Hash of each workload's manifest as it was when it was injected, by workload id. */
    readonly pristine: ReadonlyMap<string, string>;
    readonly factored: Factored;
    /** Those of the version that cohorts of the workloads move to. @default every workload has the same version */
    readonly next?: Sidecars;
}

/** The sidecars of a stack whose workloads get none: it needs no file, and no istioctl to write one. */
export function noSidecars({ version, revision, values, proxyImage }: NoSidecarsArgs): Sidecars {
    return {
        inputs: { istioctl: version, revision, values, injector: { template: "", values: "", mesh: "" } },
        proxyImage,
        pristine: new Map(),
        factored: factor(new Map()),
    };
}

/** Of an injection's plan. */
export interface NoSidecarsArgs {
    readonly version: string;
    readonly revision: string;
    readonly values: string;
    readonly proxyImage: string;
}

/** The words of a workload and those of its stack. */
export function sidecarWords(manifest: Manifest, proxyImage: string): Words {
    return { proxyImage, ...wordsOf(manifest) };
}

/** What injection does to a workload. Undefined where the sidecars know nothing of it. */
export function overlayFor(manifest: Manifest, sidecars: Sidecars): Overlay | undefined {
    return composeOverlay(sidecars.factored, objectId(manifest), sidecarWords(manifest, sidecars.proxyImage));
}

/**
 * The workload as it goes to the cluster: its pristine manifest with its sidecar.
 *
 * @throws Error when the sidecars know nothing of it: {@link checkSidecars} says so before, in words.
 */
export function composeWorkload(manifest: Manifest, sidecars: Sidecars): Manifest {
    const overlay = overlayFor(manifest, sidecars);
    const template = podTemplateOf(manifest);
    if (!overlay || !template) throw new Error(`${objectId(manifest)} has no sidecar`);
    return withPodTemplate(manifest, applyOverlay(template, overlay));
}
