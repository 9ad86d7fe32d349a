import { deliveryMove } from "../lifecycle/stack/delivery-move";
import type { Found } from "./finding";
import { say } from "./phrase";
import type { StackVersion } from "./version";

/** What a change of who applies the objects does to them. */
export function deliveryFindings(from: StackVersion, to: StackVersion): readonly Found[] {
    const move = from.settings && to.settings && deliveryMove(from.settings, to.settings);
    if (!move) return [];
    const isOneStep = move.steps.length === 0;
    const count = [...from.objects.values()].filter(({ layer }) => layer !== "flux").length;
    return [
        {
            section: isOneStep ? "tools" : "removals",
            rule: isOneStep ? "delivery/step" : "delivery/jump",
            level: isOneStep ? "caution" : "alarm",
            words: say`delivery ${[move.from]} → ${[move.to]}, ${count} objects: ${[move.words]}`,
        },
    ];
}
