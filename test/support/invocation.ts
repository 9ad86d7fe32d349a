import type { CommandContext } from "../../cli/command";

/** What a command printed and noted, and the invocation that collects it. */
export interface RecordedInvocation<O> {
    readonly invocation: CommandContext & { readonly options: O; readonly positionals: readonly string[] };
    readonly printed: string[];
    readonly noted: string[];
}

/** An invocation of a command for a test: plain text, nothing of the process. */
export function recordedInvocation<const O = Record<never, never>>(
    root: string,
    args: {
        options?: O;
        positionals?: readonly string[];
        env?: Readonly<Record<string, string | undefined>>;
    } = {},
): RecordedInvocation<O> {
    const { options = {} as O, positionals = [], env = {} } = args;
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
