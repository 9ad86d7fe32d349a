import type { LayerName } from "../components/kube/layer";
import type { ObjectIdentity } from "../components/kube/names";
import type { Overlay } from "../lifecycle/sidecars/overlay";
import type { Sidecars } from "../lifecycle/sidecars/sidecars";
import type { Lock } from "../lifecycle/settings/lock";
import type { DataPlaneMode, Delivery, StackSettings } from "../lifecycle/settings/settings";
import { groupOf } from "../lifecycle/workloads/api-group";
import type { Manifest } from "../lifecycle/workloads/manifest";

/** An object of one version of a stack. */
export interface VersionedObject {
    readonly layer: LayerName;
    /** As it goes to the cluster. */
    readonly object: Manifest;
    /** Folder below `apps/`; undefined for what Windlass declares itself. */
    readonly app?: string;
    /** As a person wrote it; undefined for what Windlass declares itself. */
    readonly pristine?: Manifest;
    /** What injection did to its pod template; undefined where no sidecar stands in Git. */
    readonly overlay?: Overlay;
}

/** One version of one stack, as far as it can be read. */
export interface StackVersion {
    readonly stack: string;
    readonly settings?: StackSettings;
    readonly lock?: Lock;
    readonly sidecars?: Sidecars;
    /** By {@link objectKey}. */
    readonly objects: ReadonlyMap<string, VersionedObject>;
    /** How each workload gets its proxy, by workload id. */
    readonly modes: ReadonlyMap<string, DataPlaneMode>;
    /** Ids of the workloads a canary gates. */
    readonly gated: ReadonlySet<string>;
    /** Whether the layers below the workloads are known. */
    readonly systemRead: boolean;
    /** Whether it is known which apps belong to the stack. */
    readonly appsRead: boolean;
    /** Apps whose manifests could not be read. */
    readonly unreadApps: ReadonlySet<string>;
    /** What could not be read or contradicts something else, as messages. */
    readonly complaints: readonly string[];
}

/** One stack in two versions; a side is undefined where the stack does not exist there. */
export interface StackPair {
    readonly stack: string;
    readonly from: StackVersion | undefined;
    readonly to: StackVersion | undefined;
}

/** Identity of an object in a cluster: the API version is not part of it, the group is. */
export function objectKey({ apiVersion, kind, metadata }: ObjectIdentity): string {
    return JSON.stringify([groupOf(apiVersion), kind, metadata.namespace ?? "", metadata.name]);
}

/** Who applies an object: the flux layer is always Pulumi's. */
export function delivererOf({ layer }: VersionedObject, { from, to }: StackPair): Delivery {
    return layer === "flux" ? "pulumi" : ((to ?? from)?.settings?.delivery ?? "pulumi");
}
