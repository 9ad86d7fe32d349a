import type { StackSettings } from "../settings/settings";

/** What decides who applies a stack's objects, and what happens to those that leave. */
export type DeliverySettings = Pick<StackSettings, "delivery" | "handover">;

/** A state of a stack between two deliverers. */
type State = "pulumi" | "pulumi, handover" | "flux, handover" | "flux";

/**
 * The states between the two deliveries, in their order. Each is a commit of its own, deployed and up before the next:
 * whoever lets go of an object must have been told before that letting go is not deleting.
 */
const STATES: readonly State[] = ["pulumi", "pulumi, handover", "flux, handover", "flux"];

/** What a step does, by the state it leads from and the one it leads to. */
const STEPS: Readonly<Record<string, string>> = {
    "pulumi → pulumi, handover":
        "Pulumi goes on applying, as Flux's field manager, and notes in its state that what leaves it stays in the cluster",
    "pulumi, handover → flux, handover":
        "Flux takes over what stands in Git, each object as it is; Pulumi forgets it, and deletes nothing",
    "flux, handover → flux": "Flux deletes from now on what leaves Git",
    "flux → flux, handover":
        "Flux goes on applying, and deletes nothing any more, even when its Kustomizations go",
    "flux, handover → pulumi, handover":
        "Pulumi takes over every object as it is; Flux's Kustomizations go, and leave behind what they applied",
    "pulumi, handover → pulumi": "Pulumi deletes from now on what leaves the program",
};

/** A change of who applies a stack's objects. */
export interface DeliveryMove {
    readonly from: string;
    readonly to: string;
    /** What it does, where it is one step; what it would destroy, where it is more. */
    readonly words: string;
    /** The steps it is to be taken in, as settings; empty where it is one. */
    readonly steps: readonly string[];
}

/** The move between two versions of a stack's settings; undefined where nothing moves. */
export function deliveryMove(before: DeliverySettings, after: DeliverySettings): DeliveryMove | undefined {
    const [from, to] = [stateOf(before), stateOf(after)];
    if (from === to) return undefined;
    const step = STEPS[`${from} → ${to}`];
    if (step !== undefined) return { from, to, words: step, steps: [] };
    const [start, end] = [STATES.indexOf(from), STATES.indexOf(to)];
    const between = start < end ? STATES.slice(start + 1, end + 1) : STATES.slice(end, start).reverse();
    return { from, to, words: loss(before, after), steps: between.map(settingsOf) };
}

function loss(before: DeliverySettings, after: DeliverySettings): string {
    if (before.delivery === after.delivery) throw new Error("two states of one delivery are neighbours");
    return before.delivery === "pulumi"
        ? "Pulumi would delete every object above the flux layer, the releases of the control plane and the namespaces with all that is in them, while Flux installs them anew"
        : "Flux would delete all it has applied, the releases of the control plane and the namespaces with all that is in them, while Pulumi fails on what is still there";
}

function stateOf({ delivery, handover }: DeliverySettings): State {
    return handover === "underway" ? `${delivery}, handover` : delivery;
}

function settingsOf(state: State): string {
    const [delivery, handover] = state.split(", ");
    return `delivery: ${delivery}, handover: ${handover ? "underway" : "none"}`;
}
