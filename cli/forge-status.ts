import { MOST_COMMITS, readDelivered } from "../adapters/forge/delivered-source";
import type { Forge } from "../adapters/forge/forge";
import { readCommittedLock } from "../adapters/git/lock-history-source";
import { extendByForge, judgeForge, toldAt } from "../lifecycle/evidence/forge-evidence";
import { healthOf } from "../lifecycle/observed/health-finding";
import { momentText } from "../lifecycle/kit/day";
import { parseLock } from "../lifecycle/settings/lock-parse";
import type { CommandContext } from "./command";
import type { StackLook } from "./live-status";

export interface AskForgeArgs extends Pick<CommandContext, "root" | "signal"> {
    readonly forge: Pick<Forge, "commitStatuses">;
    readonly stacks: readonly string[];
}

/** Looks at stacks by what Flux has told the forge: for clusters that nobody outside of them can reach. */
export async function askForge(args: AskForgeArgs): Promise<ReadonlyMap<string, StackLook>> {
    const delivered = await readDelivered(args);
    const looks = new Map<string, StackLook>();
    for (const stack of args.stacks) {
        const at = Date.now();
        const told = delivered.get(stack);
        const committed = told && (await readCommittedLock({ ...args, stack, commit: told.commit }));
        if (!told || typeof committed !== "object") {
            const unreachable = `Flux has told the forge nothing of it in the last ${MOST_COMMITS} commits`;
            const live = { seen: momentText(at), way: "forge", health: "unreachable", unreachable } as const;
            looks.set(stack, { live: { ...live, findings: [] } });
            continue;
        }
        const { commit } = told;
        const look = { stack, at, ...told, lock: parseLock(stack, committed.text).lock };
        const findings = judgeForge(look);
        const seen = momentText(toldAt(look));
        looks.set(stack, {
            live: { seen, way: "forge", commit, health: healthOf(findings), findings },
            extend: (before) => extendByForge(before, look),
        });
    }
    return looks;
}
