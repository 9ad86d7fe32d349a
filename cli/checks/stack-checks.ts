import type { StackCheck } from "./stack-check";
import { cohortExceptionFindings } from "./cohort-exceptions";
import { lockDateFindings } from "./dates";
import { lockOwnerFindings } from "./lock-owner";
import { handoverFindings } from "./delivery-moves";
import { hookFindings } from "./hooks";
import { holdFindings } from "./holds";
import { istioValuesFindings } from "./istio-values";
import { objectFindings } from "./objects";
import { pinFindings } from "./pins";
import { policyFindings } from "./policies";
import { tenantFindings } from "./tenants";
import { uselessSettingFindings } from "./useless-settings";

/** Every check of a stack by itself, in the order of their findings. `istioctl analyze` comes after them. */
export const STACK_CHECKS: readonly StackCheck[] = [
    pinFindings,
    lockDateFindings,
    lockOwnerFindings,
    holdFindings,
    policyFindings,
    objectFindings,
    istioValuesFindings,
    hookFindings,
    handoverFindings,
    tenantFindings,
    uselessSettingFindings,
    cohortExceptionFindings,
];
