import { readSettings } from "../adapters/files/settings-source";
import { istioRequest } from "../lifecycle/upgrade/istio-request";
import { findLock } from "../adapters/files/update-store";
import type { Moment, ResolveRequest } from "../lifecycle/versions/request";
import type { CommandContext } from "./command";
import { readProjectHolds } from "./read-holds";
import { stackNames } from "./read-stacks";

/** The resolver's question of a stack of the project: its settings, its pins, its holds. */
export async function stackRequest(
    invocation: CommandContext,
    named: string,
    at: Moment,
): Promise<ResolveRequest> {
    const { root } = invocation;
    const [stack = ""] = stackNames(root, [named]);
    const holds = await readProjectHolds(invocation, { at });
    return istioRequest(readSettings(root, stack), findLock(root, stack).lock, holds.of(stack));
}
