import type { CohortWay } from "../cohorts/stack-cohorts";
import type { EvidenceBook } from "../evidence/evidence-book";
import type { Hold } from "../holds/hold";
import type { Lock } from "../settings/lock";
import type { StackSettings } from "../settings/settings";
import type { Catalog } from "../versions/catalog";
import type { WideningProposal } from "../versions/proposal";
import type { Moment } from "../versions/request";
import type { PinnedPart } from "../settings/pinned-parts";
import type { FleetMember } from "../settings/fleet-member";
import type { WindowBook } from "../windows/window-book";

/** What a run does to a stack: at most one of these, so that each can be reviewed by itself. */
export type Action = "none" | "step" | "held" | "created";

/** What an update changes: a pin; the revision that retires, which it removes; one that comes up again; what the settings say about it; or only the digests that were still missing. */
export type UpdatePart =
    | PinnedPart
    | "cohort"
    | "prune"
    | "restore"
    | "strategy"
    | "strategy-proxies"
    | "strategy-prune"
    | "settings"
    | "digests";

/** The one step of a run. */
export interface UpdateStep {
    readonly part: UpdatePart;
    /** Exact versions; the same where no version moves. */
    readonly from: string;
    readonly to: string;
    readonly why: string;
    /** Of a cohort: how far the proxies have come with it. */
    readonly through?: string;
    /** Name of the gateway that moves. @default the only one there is */
    readonly gateway?: string;
}

/** What should happen to a stack, and why. */
export interface Decision {
    readonly action: Action;
    readonly step?: UpdateStep;
    /** The lock to write; undefined where it stays. Digests of what moves are not in it yet. */
    readonly lock?: Lock;
    /** Why it is held, as sentences without their full stop. */
    readonly reasons: readonly string[];
    /** What is allowed but worth knowing. */
    readonly warnings: readonly string[];
    readonly proposal?: WideningProposal;
}

/** All a decision depends on. */
export interface DecideArgs {
    readonly settings: StackSettings;
    /** Undefined where the stack has none yet. */
    readonly lock: Lock | undefined;
    readonly catalog: Catalog;
    readonly at: Moment;
    /** Holds in force for the stack. @default none */
    readonly holds?: readonly Hold[];
    /** All stacks of the project. */
    readonly fleet: readonly FleetMember[];
    /** When steps may start. @default at any time that the stack's own settings do not rule out */
    readonly windows?: WindowBook;
    /** What was seen of their clusters. @default nothing was */
    readonly evidence?: EvidenceBook;
    /** Workloads whose pods keep their proxy until somebody restarts them; asked for only where that matters. @default none */
    readonly restarts?: (() => readonly string[]) | undefined;
    /** How the cohorts of its workloads move; asked for only where Istio moves. @default all at once */
    readonly cohorts?: () => CohortWay;
    /** Version of which a person says that no pod has its proxy any more. */
    readonly restarted?: string;
}
