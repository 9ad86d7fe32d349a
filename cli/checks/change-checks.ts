import type { ChangeCheck } from "./change-check";
import { canaryRemovalFindings } from "./canary-removals";
import { cohortFindings } from "./cohorts";
import { dataLossFindings } from "./data-loss";
import { deliveryMoveFindings } from "./delivery-moves";
import { evidenceFindings } from "./evidence";
import { immutableFieldFindings } from "./immutable-fields";
import { holdMoveFindings } from "./hold-moves";
import { modeMoveFindings } from "./mode-moves";
import { removalFindings } from "./removals";
import { upgradeNoteFindings } from "./upgrade-notes";
import { versionMoveFindings } from "./version-moves";
import { windowFindings } from "./windows";

/** Every check of `windlass check --from`, in the order of their findings. */
export const CHANGE_CHECKS: readonly ChangeCheck[] = [
    removalFindings,
    modeMoveFindings,
    canaryRemovalFindings,
    versionMoveFindings,
    upgradeNoteFindings,
    evidenceFindings,
    windowFindings,
    cohortFindings,
    deliveryMoveFindings,
    dataLossFindings,
    immutableFieldFindings,
    holdMoveFindings,
];
