import { run } from "../../cli/main";
import type { Terminal } from "../../cli/terminal";
import type { CommandResult } from "./project";

/** Runs a command of `windlass` in a folder, in this process. */
export async function runWindlass(root: string, ...args: string[]): Promise<CommandResult> {
    const printed: string[] = [];
    const noted: string[] = [];
    const terminal: Terminal = {
        print: (text) => printed.push(text),
        note: (text) => noted.push(text),
        progress: () => undefined,
        paint: (_, text) => text,
    };
    const status = await run(args, terminal, new AbortController().signal, root);
    return { status, printed: printed.join("\n"), noted: noted.join("\n") };
}
