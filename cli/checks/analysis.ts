import type { AnalysisMessage } from "../../adapters/istioctl/messages";
import type { Stack } from "../../lifecycle/stack/stack";
import type { CheckFinding } from "./finding";

const LEVELS = { Error: "refused", Warning: "warning", Info: "warning" } as const;

/** What a policy rule refuses already, and more exactly: IST0144, an application with the proxy's user (proxy-user). */
const JUDGED: readonly string[] = ["IST0144"];

/** What istioctl says of a stack's manifests. */
export function analysisFindings(
    { settings }: Stack,
    messages: readonly AnalysisMessage[],
): readonly CheckFinding[] {
    return messages
        .filter(({ code }) => !JUDGED.includes(code))
        .map(({ code, level, origin, message }) => ({
            stack: settings.stack,
            rule: code,
            about: origin,
            reason: message.replace(/\.$/, ""),
            remedy: `See istio.io, "Analysis Messages", ${code}`,
            level: LEVELS[level],
        }));
}
