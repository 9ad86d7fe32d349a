import { containersOf } from "../workloads/containers";
import { type Manifest, objectId } from "../workloads/manifest";
import { getIn } from "../kit/json-path";
import { isSkippedByHand, managersOf } from "./field-managers";
import type { Images, ObservedCanary } from "./observed";
import { templateDigest } from "./template-digest";

/** Flagger's name as an owner of fields: that of its program. */
const FLAGGER = "flagger";

/** What is looked at of a workload that belongs to a canary. */
export interface ObservedTemplate {
    readonly images: Images;
    /** {@link templateDigest} */
    readonly digest?: string;
    /** Who has written it, by the names of field managers. */
    readonly editors: readonly string[];
}

/** As much of a target or a primary as is kept. */
export function observeTemplate(workload: Manifest): ObservedTemplate {
    return {
        images: imagesOf(workload),
        digest: templateDigest(workload),
        editors: managersOf(workload, ["f:spec", "f:template"]),
    };
}

/** Images of a workload's pod template, init containers as well. */
export function imagesOf(workload: Manifest): Images {
    return Object.fromEntries(containersOf(workload).map(({ name, image }) => [name, image]));
}

/** `namespace/Kind/name` of what a canary watches over. */
export function targetOf(canary: Manifest): string {
    const [kind, name] = ["kind", "name"].map((key) => getIn(canary, ["spec", "targetRef", key]));
    return [canary.metadata.namespace, kind, name].join("/");
}

/** `namespace/Kind/name-primary`: what serves while nothing is analysed. Flagger makes it. */
export function primaryOf(target: string): string {
    return `${target}-primary`;
}

/**
 * A canary's state. Flagger's phase alone does not tell: after a `git revert` of what has failed it stays Failed for ever,
 * though what was applied last is what was promoted last (`lastAppliedSpec`, `lastPromotedSpec` in pkg/apis/flagger).
 *
 * @param primary the workload that serves for it, where there is one
 * @param target the one it is made from
 */
export function observeCanary(
    canary: Manifest,
    primary: ObservedTemplate | undefined,
    target?: ObservedTemplate,
): ObservedCanary {
    const word = (key: string): string | undefined => {
        const value = getIn(canary, ["status", key]);
        return typeof value === "string" && value !== "" ? value : undefined;
    };
    const applied = word("lastAppliedSpec");
    return {
        id: objectId(canary),
        target: targetOf(canary),
        phase: word("phase"),
        isPromoted: applied !== undefined && applied === word("lastPromotedSpec"),
        primary: primary?.images,
        isCurrent: primary && target && primary.digest === target.digest,
        editedBy: primary?.editors.find((manager) => manager !== FLAGGER),
        isSkippedByHand: isSkippedByHand(canary),
    };
}
