import { ExitStatus } from "../lifecycle/kit/errors";
import { closedPulls } from "../adapters/forge/closed-pulls";
import { readForgeContext } from "../adapters/forge/context-source";
import { withGitHub } from "../adapters/forge/github-source";
import { HOLDS_SCHEMA } from "../lifecycle/holds/holds-definition";
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
    const context = readForgeContext(env);
    const { holds, gap } = await withGitHub({ ...context, env, signal }, (api) =>
        closedPulls({ api, stacks }),
    );
    if (gap !== undefined) terminal.note(`holds: ${gap}.`);
    terminal.print(JSON.stringify({ schema: HOLDS_SCHEMA, holds }));
    return ExitStatus.ok;
}
