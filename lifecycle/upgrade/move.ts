import type { Lock } from "../settings/lock";
import type { StackSettings } from "../settings/settings";
import type { MinorChoice } from "./plan-upgrade";

/** One version of a stack, as far as a move depends on it. */
export interface MoveSide {
    readonly settings: Pick<StackSettings, "istio" | "gateways"> & {
        readonly fleet?: Pick<StackSettings["fleet"], "evidence">;
    };
    readonly lock: Lock;
}

export interface JudgeMoveArgs {
    readonly from: MoveSide;
    readonly to: MoveSide;
    /** A release to stop at in a minor, for the way that is named instead. */
    readonly bestOfMinor: (minor: string) => MinorChoice;
    /**
     * Every lock of the stack that is known from before, in any order. Only what stood in one of them can come back with
     * its old date. @default nothing is known
     */
    readonly history?: readonly Lock[];
}

/** What is wrong with a move. */
export interface MoveFault {
    /** What moves: `control plane 1.30.5 → 1.31.1`. */
    readonly about: string;
    /** One sentence without its full stop. */
    readonly reason: string;
    /** The safe way, a step an item; empty where none is known. */
    readonly way: readonly string[];
}
