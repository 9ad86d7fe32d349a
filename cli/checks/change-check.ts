import type { EvidenceBook } from "../../lifecycle/evidence/evidence-book";
import type { Lock } from "../../lifecycle/settings/lock";
import type { Hold } from "../../lifecycle/holds/hold";
import type { WindowBook } from "../../lifecycle/windows/window-book";
import type { Stack } from "../../lifecycle/stack/stack";
import type { Catalog } from "../../lifecycle/versions/catalog";
import type { Moment } from "../../lifecycle/versions/request";
import type { NoteFinding } from "../../lifecycle/upgrade-notes/note-finding";
import type { StackPair } from "../../diff/version";
import type { CheckFinding } from "./finding";

/** All that is known of how one stack changes. */
export interface ChangeCheckArgs {
    readonly pair: StackPair;
    /** The stacks as they are now; their waivers confirm what is meant. */
    readonly stacks: readonly Stack[];
    /** Holds in force for a stack. */
    readonly holdsOf: (stack: string) => readonly Hold[];
    readonly catalog: Catalog;
    readonly at: Moment;
    /** What was seen of the stacks' clusters. @default nothing was */
    readonly evidence?: EvidenceBook;
    /** When steps may start, as the version before the change says, and as it says now. @default at any time */
    readonly windows?: { readonly before: WindowBook; readonly now: WindowBook };
    /** What a move of the control plane means for a stack's own objects. @default nobody asks */
    readonly judgeMinor?: (
        stack: Stack,
        move: { readonly from: string; readonly to: string },
    ) => readonly NoteFinding[];
    /** Earlier locks of the stack, as far as the clone holds them. @default unknown */
    readonly history?: readonly Lock[];
}

/** Judges the way from one version of a stack to another: what is wrong with neither of them. */
export type ChangeCheck = (args: ChangeCheckArgs) => readonly CheckFinding[];
