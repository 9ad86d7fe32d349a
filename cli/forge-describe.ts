import { WindlassError } from "../lifecycle/kit/errors";
import type { CommandContext } from "./command";
import { run as runDiff } from "./diff";
import type { Terminal } from "./terminal";

export interface DescribeChangeArgs {
    /** Commits. */
    readonly from: string;
    readonly to: string;
    /** @default all */
    readonly stack?: string;
}

/** What a commit changes, as Markdown for a pull request: what `windlass diff` says. Undefined where it cannot be said. */
export async function describeChange(
    { from, to, stack }: DescribeChangeArgs,
    invocation: CommandContext,
): Promise<string | undefined> {
    const printed: string[] = [];
    const terminal: Terminal = {
        print: (text) => printed.push(text),
        note: () => undefined,
        progress: () => undefined,
        paint: (_, text) => text,
    };
    const options = {
        from,
        to,
        format: "markdown",
        stack: stack === undefined ? undefined : [stack],
    } as const;
    try {
        await runDiff({ ...invocation, options, positionals: [], terminal });
        return printed.join("\n");
    } catch (error) {
        if (!(error instanceof WindlassError) || invocation.signal.aborted) throw error;
        return undefined;
    }
}
