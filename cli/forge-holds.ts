import { ExitStatus } from "../lifecycle/kit/errors";
import { closedPulls } from "../adapters/forge/closed-pulls";
import { withForge } from "../adapters/forge/open-forge";
import { schemaOf } from "../lifecycle/kit/file-format";
import { HOLDS_FORMAT } from "../lifecycle/holds/holds-definition";
import type { Invocation } from "./command";
import type { forgeHoldsCommand } from "./definitions/forge-holds";
import { stackNames } from "./read-stacks";

/** Says which releases people have declined. */
export async function run({
    root,
    terminal,
    env,
    signal,
}: Invocation<typeof forgeHoldsCommand>): Promise<ExitStatus> {
    const stacks = stackNames(root);
    const { holds, gap } = await withForge({ env, signal }, (forge) => closedPulls({ forge, stacks }));
    if (gap !== undefined) terminal.note(`holds: ${gap}.`);
    terminal.print(JSON.stringify({ schema: schemaOf(HOLDS_FORMAT), holds }));
    return ExitStatus.ok;
}
