import { isRecord } from "../../lifecycle/kit/json-path";

/** One message of `istioctl analyze` (istio.io, "Analysis Messages"). */
export interface AnalysisMessage {
    /** `IST0101` */
    readonly code: string;
    readonly level: "Error" | "Warning" | "Info";
    /** What it is about: `Gateway prod/public`. */
    readonly origin: string;
    readonly message: string;
}

const LEVELS = ["Error", "Warning", "Info"] as const;

/**
 * Reads the answer of `istioctl analyze --output json`: a list of messages, or nothing where there are none.
 *
 * @returns undefined for what is no such answer
 */
export function parseAnalysis(text: string): readonly AnalysisMessage[] | undefined {
    if (text.trim() === "") return [];
    let parsed: unknown;
    try {
        parsed = JSON.parse(text);
    } catch {
        return undefined;
    }
    if (!Array.isArray(parsed)) return undefined;
    const messages = parsed.map(toMessage);
    return messages.every((message) => message !== undefined) ? messages : undefined;
}

function toMessage(item: unknown): AnalysisMessage | undefined {
    if (!isRecord(item)) return undefined;
    const { code, origin = "", message } = item;
    const level = LEVELS.find((known) => known === item["level"]);
    if (typeof code !== "string" || typeof message !== "string" || typeof origin !== "string" || !level)
        return undefined;
    return { code, level, origin, message };
}
