import type { FleetCheck } from "./fleet-check";
import { catalogDateFindings } from "./dates";
import { holdsFileFindings } from "./holds-file";
import { secretFileFindings } from "./secret-files";
import { sharedClusterFindings } from "./shared-clusters";
import { windowsFileFindings } from "./windows-file";

/** Every check of stacks against each other. */
export const FLEET_CHECKS: readonly FleetCheck[] = [
    catalogDateFindings,
    holdsFileFindings,
    sharedClusterFindings,
    secretFileFindings,
    windowsFileFindings,
];
