import type { Invocation, OptionValues } from "../../cli/command";

/** What a command printed and noted, and the invocation that collects it. */
export interface RecordedInvocation {
    readonly invocation: Invocation;
    readonly printed: string[];
    readonly noted: string[];
}

/** An invocation of a command for a test: plain text, nothing of the process. */
export function recordedInvocation(
    root: string,
    args: {
        options?: OptionValues;
        positionals?: readonly string[];
        env?: Readonly<Record<string, string | undefined>>;
    } = {},
): RecordedInvocation {
    const { options = {}, positionals = [], env = {} } = args;
    const [printed, noted]: [string[], string[]] = [[], []];
    const terminal = {
        print: (text: string) => void printed.push(text),
        note: (text: string) => void noted.push(text),
        progress: () => undefined,
        paint: (_: string, text: string) => text,
    };
    const { signal } = new AbortController();
    return { invocation: { root, options, positionals, env, signal, terminal }, printed, noted };
}
