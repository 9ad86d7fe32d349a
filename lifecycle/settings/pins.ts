import type { Lock, Pin, PinnedPart } from "./lock";

/** What a part is called in a sentence. */
export const PART_NAMES: Readonly<Record<PinnedPart, string>> = {
    "control-plane": "the control plane",
    proxies: "the proxies",
    flux: "Flux",
    "flux-operator": "flux-operator",
    flagger: "Flagger",
};

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
