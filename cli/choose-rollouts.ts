import { compareText } from "../lifecycle/kit/compare-text";
import { closest } from "../lifecycle/kit/closest";
import { WindlassError } from "../lifecycle/kit/errors";
import { nextChange } from "../lifecycle/observed/next-change";
import type { RolloutAction, RolloutState } from "../lifecycle/observed/rollout-state";

/** Which canaries a person means. */
export interface RolloutChoice {
    /** `NAMESPACE/NAME` each. */
    readonly canary?: readonly string[];
    readonly all?: boolean;
}

/**
 * The canaries that are meant: those that are named, or every one the action would change.
 *
 * @throws WindlassError where neither or both is said, or a name is of no canary of the stack
 */
export function chooseRollouts(
    own: readonly RolloutState[],
    action: RolloutAction,
    { canary, all }: RolloutChoice,
): readonly RolloutState[] {
    if ((canary === undefined) === (all !== true)) {
        throw new WindlassError({
            key: canary === undefined ? "--canary" : "--all",
            rule: "is needed, and only one of --canary and --all",
            remedy: "Name canaries as NAMESPACE/NAME, or say --all",
        });
    }
    const sorted = [...own].sort((a, b) => compareText(a.id, b.id));
    if (canary === undefined) {
        const untouched = { isTouched: false, hasLooked: false };
        return sorted.filter((state) => !isOver(nextChange(action, state, untouched).kind));
    }
    const names = new Map(sorted.map((state) => [nameOf(state), state]));
    return [...new Set(canary)].map((name) => {
        const state = names.get(name);
        if (state) return state;
        const near = closest(name, [...names.keys()]);
        throw new WindlassError({
            key: "--canary",
            value: name,
            rule: "is no canary of the stack in its cluster",
            remedy: near === undefined ? "Name it as NAMESPACE/NAME" : `Did you mean ${near}?`,
        });
    });
}

function isOver(kind: string): boolean {
    return kind === "done" || kind === "refused";
}

/** `namespace/name`, as a person writes it. */
function nameOf({ id }: RolloutState): string {
    const [namespace, , name] = id.split("/");
    return `${namespace}/${name}`;
}
