import type { PolicyRule } from "./rule";
import { autoscalerTarget } from "./rules/autoscaler-target";
import { canaryAutoscaler } from "./rules/canary-autoscaler";
import { canaryHosts } from "./rules/canary-hosts";
import { canaryNames } from "./rules/canary-names";
import { canaryReferences } from "./rules/canary-references";
import { canaryReplicas } from "./rules/canary-replicas";
import { canarySelectors } from "./rules/canary-selectors";
import { canaryTarget } from "./rules/canary-target";
import { exactVersions } from "./rules/exact-versions";
import { flaggerFaults } from "./rules/flagger-faults";
import { injectionLabel } from "./rules/injection-label";
import { optedOutPods } from "./rules/opted-out-pods";
import { proxyVersion } from "./rules/proxy-version";
import { servedApis } from "./rules/served-apis";
import { strictMtls } from "./rules/strict-mtls";
import { wildcardHosts } from "./rules/wildcard-hosts";

/** Every rule, in the order violations are reported. */
export const POLICY_RULES: readonly PolicyRule[] = [
    proxyVersion,
    injectionLabel,
    optedOutPods,
    strictMtls,
    wildcardHosts,
    exactVersions,
    servedApis,
    canaryReplicas,
    autoscalerTarget,
    canaryAutoscaler,
    canaryTarget,
    canaryNames,
    canaryHosts,
    canarySelectors,
    canaryReferences,
    flaggerFaults,
];
