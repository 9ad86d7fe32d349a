import type { PolicyRule } from "./rule";
import { autoscalerTarget } from "./rules/autoscaler-target";
import { canaryReplicas } from "./rules/canary-replicas";
import { exactVersions } from "./rules/exact-versions";
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
];
