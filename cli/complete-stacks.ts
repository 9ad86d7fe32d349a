import { listStacks } from "../adapters/files/settings-source";
import { ExitStatus } from "../lifecycle/kit/errors";
import type { Invocation } from "./command";
import type { completeStacksCommand } from "./definitions/completion";

/** Prints the stacks there are files of, which are not read: somebody waits for it with every key. */
export function run({ root, terminal }: Invocation<typeof completeStacksCommand>): ExitStatus {
    for (const stack of listStacks(root)) terminal.print(stack);
    return ExitStatus.ok;
}
