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
import { initNetwork } from "./rules/init-network";
import { flaggerFaults } from "./rules/flagger-faults";
import { injectionLabel } from "./rules/injection-label";
import { meshTls } from "./rules/mesh-tls";
import { meshValues } from "./rules/mesh-values";
import { oneOwner } from "./rules/one-owner";
import { optedOutPods } from "./rules/opted-out-pods";
import { plaintextSecret } from "./rules/plaintext-secret";
import { podSecurity } from "./rules/pod-security";
import { proxyPorts } from "./rules/proxy-ports";
import { proxyUser } from "./rules/proxy-user";
import { proxyVersion } from "./rules/proxy-version";
import { registryOnly } from "./rules/registry-only";
import { servedApis } from "./rules/served-apis";
import { strictMtls } from "./rules/strict-mtls";
import { wildcardHosts } from "./rules/wildcard-hosts";

/** Every rule, in the order violations are reported. */
export const POLICY_RULES: readonly PolicyRule[] = [
    proxyVersion,
    injectionLabel,
    optedOutPods,
    strictMtls,
    meshTls,
    meshValues,
    registryOnly,
    wildcardHosts,
    exactVersions,
    servedApis,
    canaryReplicas,
    autoscalerTarget,
    oneOwner,
    plaintextSecret,
    proxyUser,
    proxyPorts,
    initNetwork,
    podSecurity,
    canaryAutoscaler,
    canaryTarget,
    canaryNames,
    canaryHosts,
    canarySelectors,
    canaryReferences,
    flaggerFaults,
];
