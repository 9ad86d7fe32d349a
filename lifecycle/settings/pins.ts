import type { Lock, Pin } from "./lock";
import { PINNED_PARTS, type PinnedPart, isTool } from "./pinned-parts";

/** What a part is called in a table: `control plane`. */
export function partLabel(part: PinnedPart): string {
    return PINNED_PARTS[part].label;
}

/** What a part is called in a sentence: `the control plane`, `Flux`. */
export function partName(part: PinnedPart): string {
    return isTool(part) ? partLabel(part) : `the ${partLabel(part)}`;
}

/** Keys that lead to a part's pin in a lock: `["istio", "controlPlane"]`. */
export function pinPath(part: PinnedPart): readonly [system: string, key: string] {
    const { system, key } = PINNED_PARTS[part];
    return [system, key];
}

/** The pin of a part. */
export function pinOf({ istio, flux, flagger }: Lock, part: PinnedPart): Pin {
    switch (part) {
        case "control-plane":
            return istio.controlPlane;
        case "proxies":
            return istio.proxies;
        case "flux":
            return flux.distribution;
        case "flux-operator":
            return flux.operator;
        case "flagger":
            return flagger.release;
    }
}
