import { ageGate } from "./age";
import { artifactsGate } from "./artifacts";
import { bulletinGate } from "./bulletin";
import { catalogGate } from "./catalog";
import { clientGate } from "./client";
import { downgradeGate } from "./downgrade";
import { existsGate } from "./exists";
import type { Gate } from "./gate";
import { holdGate } from "./hold";
import { kubernetesGate } from "./kubernetes";
import { pairGate } from "./pair";
import { rangeGate } from "./range";
import { skewGate } from "./skew";
import { stableGate } from "./stable";
import { stepGate } from "./step";
import { supportGate } from "./support";
import { toolKubernetesGate } from "./tool-kubernetes";
import { toolSupportGate } from "./tool-support";

/** Every gate a release of Istio must pass, in the order they judge: a verdict names the first that refuses. */
export const GATES: readonly Gate[] = [
    existsGate,
    stableGate,
    rangeGate,
    holdGate,
    ageGate,
    supportGate,
    bulletinGate,
    kubernetesGate,
    skewGate,
    pairGate,
    stepGate,
    downgradeGate,
    artifactsGate,
    clientGate,
    catalogGate,
];

/** The gates of Flux, its operator and Flagger: no bulletins, proxies or support tables are known of them. */
export const TOOL_GATES: readonly Gate[] = [
    existsGate,
    stableGate,
    rangeGate,
    holdGate,
    ageGate,
    toolSupportGate,
    toolKubernetesGate,
    downgradeGate,
    catalogGate,
];
