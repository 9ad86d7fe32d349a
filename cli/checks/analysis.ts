import type { AnalysisMessage } from "../../lifecycle/analyze/messages";
import type { Stack } from "../../lifecycle/stack/stack";
import type { CheckFinding } from "./finding";

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
