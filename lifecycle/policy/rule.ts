import type { DataPlaneMode, UpgradeStrategy } from "../settings/settings";
import { groupOf } from "../workloads/api-group";
import { type Manifest, objectId } from "../workloads/manifest";

/** What rules know beside the objects. Where a value is unknown, the rules that need it stay silent. */
export interface PolicyContext {
    /** Exact version of the control plane; no proxy may be newer. */
    readonly controlPlane?: string;
    /** How control planes are upgraded, which decides how far proxies may trail. @default in-place */
    readonly strategy?: UpgradeStrategy;
    /** Namespaces whose pods get their proxy from Git. */
    readonly gitNamespaces: ReadonlySet<string>;
    /**
     * How each pod-bearing workload gets its proxy, by `namespace/Kind/name`.
     *
     * @default unknown: a workload is in the mesh when it carries a proxy
     */
    readonly modes?: ReadonlyMap<string, DataPlaneMode>;
    /** Whether the CNI node agent redirects traffic, instead of an init container. @default false */
    readonly cni?: boolean;
    /** Exact version of Flagger. */
    readonly flagger?: string;
}

/** A complaint of a rule about one object, or about the whole stack. */
export interface Violation {
    /** `namespace/Kind/name`; undefined for what no single object is to blame for. */
    readonly object: string | undefined;
    /** One sentence without its full stop. */
    readonly reason: string;
    /** API group of the object, to tell kinds of one name apart; empty for the core API. @default any */
    readonly group?: string;
    /** What mends this one, as a sentence without its full stop. @default the rule's remedy */
    readonly remedy?: string;
    /** Key below the stack's settings that is to blame, where no manifest is: `["istio", "values", "meshConfig"]`. */
    readonly setting?: readonly string[];
    /** A warning fails nothing, and needs no waiver. @default refused */
    readonly level?: "refused" | "warning";
}

/**
 * A rule every stack keeps to. Pure: `windlass check` asks it of a render, the policy pack of a Pulumi stack.
 */
export interface PolicyRule {
    /** Kebab-case, stable: waivers name it. */
    readonly id: string;
    /** What holds where the rule is kept, as a sentence. */
    readonly description: string;
    /** What mends a violation, as a sentence without its full stop. */
    readonly remedy: string;
    /** Every violation, in the order of the objects. */
    judge(objects: readonly Manifest[], context: PolicyContext): readonly Violation[];
}

/** A violation, and the rule it breaks. */
export interface PolicyFinding extends Violation {
    readonly rule: PolicyRule;
}

/** What a violation says of the object it is about. */
export function blame(object: Manifest): Pick<Violation, "object" | "group"> {
    return { object: objectId(object), group: groupOf(object.apiVersion) };
}
