import { LAYERS } from "../components/kube/layer";
import type { AnalysisMessage } from "../lifecycle/analyze/messages";
import { judgePolicies } from "../lifecycle/policy/judge";
import type { Stack } from "../lifecycle/stack/stack";
import type { Catalog } from "../lifecycle/versions/catalog";
import { dayOf } from "../lifecycle/versions/day";
import { judgePins } from "../lifecycle/upgrade/judge-pins";
import type { Moment } from "../lifecycle/versions/request";
import type { RenderedObjects } from "../render/objects";

/** One thing `windlass check` has to say. */
export interface CheckFinding {
    readonly stack: string;
    /** Gate, policy rule or analysis code: what a waiver would name. */
    readonly rule: string;
    /** What it is about: a pin, or `namespace/Kind/name`. */
    readonly about: string;
    readonly reason: string;
    readonly remedy: string;
    /** `refused` fails the check; `waived` and `warning` do not. */
    readonly level: "refused" | "waived" | "warning";
}

/** What the gates say of the versions a stack pins. */
export function pinFindings(
    { settings, lock }: Stack,
    catalog: Catalog,
    at: Moment,
): readonly CheckFinding[] {
    return judgePins(settings, lock, catalog, at).map(({ part, version, gate, reason, onItsWay }) => ({
        stack: settings.stack,
        rule: gate,
        about: `${part} ${version}`,
        reason,
        remedy: `Run npm run -s windlass -- update --stack ${settings.stack}`,
        level: onItsWay ? "warning" : "refused",
    }));
}

/** What the policies say of everything a stack declares. */
export function policyFindings(stack: Stack, rendered: RenderedObjects, at: Moment): readonly CheckFinding[] {
    const { settings, lock, workloads } = stack;
    const gitNamespaces = new Set(
        [...workloads.modes].filter(([, mode]) => mode === "git").map(([id]) => id.split("/")[0] ?? ""),
    );
    const findings = judgePolicies({
        objects: LAYERS.flatMap((layer) => rendered.layers[layer]),
        context: {
            controlPlane: lock.istio.controlPlane.version,
            strategy: settings.istio.strategy,
            gitNamespaces,
        },
        waivers: settings.istio.waivers,
        today: dayOf(at.time),
    });
    return findings.map(({ rule, object, reason, waiver }) => ({
        stack: settings.stack,
        rule: rule.id,
        about: object ?? "the stack",
        reason: waiver ? `${reason} (waived until ${waiver.expires}: ${waiver.reason})` : reason,
        remedy: rule.remedy,
        level: waiver ? "waived" : "refused",
    }));
}

const LEVELS = { Error: "refused", Warning: "warning", Info: "warning" } as const;

/** What istioctl says of a stack's manifests. */
export function analysisFindings(
    { settings }: Stack,
    messages: readonly AnalysisMessage[],
): readonly CheckFinding[] {
    return messages.map(({ code, level, origin, message }) => ({
        stack: settings.stack,
        rule: code,
        about: origin,
        reason: message.replace(/\.$/, ""),
        remedy: `See istio.io, "Analysis Messages", ${code}`,
        level: LEVELS[level],
    }));
}
