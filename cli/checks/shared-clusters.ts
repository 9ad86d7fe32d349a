import { WindlassError } from "../../lifecycle/kit/errors";
import { listStacks, readSettings } from "../../adapters/files/settings-source";
import type { Stack } from "../../lifecycle/stack/stack";
import { dayOf } from "../../lifecycle/kit/day";
import { type CheckFinding, waived } from "./finding";
import type { FleetCheckArgs } from "./fleet-check";
import { settingPlace } from "./setting-place";

/** What of a stack is held against the others. */
type Configured = Pick<Stack, "settings">;

/** A setting that no two stacks may have alike. */
interface Unique {
    readonly rule: string;
    /** Keys below `windlass:`. */
    readonly path: readonly string[];
    /** What two stacks would share, and within what it has to differ; undefined where a stack says nothing of it. */
    readonly of: (stack: Configured) => { readonly value: string; readonly within?: string } | undefined;
    /** What follows from it, after the names of the others: one sentence without its full stop. */
    readonly effect: string;
    readonly remedy: string;
}

const UNIQUE: readonly Unique[] = [
    {
        rule: "shared-cluster",
        path: ["cluster", "context"],
        of: ({ settings: { cluster } }) =>
            cluster.context === undefined ? undefined : { value: cluster.context },
        effect: "so both would own one cluster, and each would undo what the other applies",
        remedy: "One stack is one cluster: give each its own context, or put the workloads into one stack",
    },
    {
        rule: "shared-cluster",
        path: ["cluster", "name"],
        // Unique in the mesh is what Istio asks; a mesh is named by its id, else by its trust domain.
        of: ({ settings: { cluster } }) => ({
            value: cluster.name,
            within: cluster.meshId ?? cluster.trustDomain,
        }),
        effect: "so the proxies of both would report one cluster, whose endpoints Istio cannot tell apart",
        remedy: "Give each cluster of a mesh its own name",
    },
    {
        rule: "shared-path",
        path: ["flux", "git", "path"],
        of: ({ settings: { delivery, flux } }) =>
            delivery === "flux"
                ? { value: flux.git.path.replace(/\/+$/, ""), within: `${flux.git.url} ${flux.git.branch}` }
                : undefined,
        effect: "so each render would overwrite the other's, and Flux would prune what the last one left out",
        remedy: "Leave the key out, for clusters/<stack>, or put <stack> into the path",
    },
];

/**
 * Stacks that would fight for one cluster, one identity or one folder. No `cluster.context` means the current one of
 * the kubeconfig: two stacks that say so may be one cluster, or be told apart by whoever runs Pulumi, hence a warning.
 */
export function sharedClusterFindings({
    root,
    stacks,
    at,
}: Pick<FleetCheckArgs, "root" | "stacks" | "at">): readonly CheckFinding[] {
    const today = dayOf(at.time);
    const waivers = new Map(stacks.map(({ settings }) => [settings.stack, settings.istio.waivers]));
    const all = [...stacks, ...otherStacks(root, stacks)];
    const findings = [...UNIQUE.flatMap((unique) => sharing(root, all, unique)), ...unnamed(root, all)];
    const own = findings.filter(({ stack }) => waivers.has(stack));
    return own.map((finding) => waived(finding, { waivers: waivers.get(finding.stack) ?? [], today }));
}

/** The settings of stacks that are not looked at now, for one of them may be the twin. What cannot be read is its own fault. */
function otherStacks(root: string, stacks: readonly Configured[]): readonly Configured[] {
    const known = new Set(stacks.map(({ settings }) => settings.stack));
    return listStacks(root)
        .filter((name) => !known.has(name))
        .flatMap((name) => {
            try {
                return [{ settings: readSettings(root, name) }];
            } catch (error) {
                if (error instanceof WindlassError) return [];
                throw error;
            }
        });
}

function sharing(root: string, stacks: readonly Configured[], unique: Unique): readonly CheckFinding[] {
    const groups = new Map<string, { readonly value: string; readonly names: string[] }>();
    for (const stack of stacks) {
        const shared = unique.of(stack);
        if (!shared) continue;
        const key = `${shared.within ?? ""} ${shared.value}`;
        const group = groups.get(key) ?? { value: shared.value, names: [] };
        group.names.push(stack.settings.stack);
        groups.set(key, group);
    }
    const { rule, path, effect, remedy } = unique;
    return [...groups.values()].flatMap(({ value, names }) =>
        names.length < 2
            ? []
            : names.map((stack) => ({
                  stack,
                  rule,
                  about: path.join("."),
                  ...settingPlace(root, stack, path),
                  reason: `${value} is also that of ${others(names, stack)}, ${effect}`,
                  remedy,
                  level: "refused" as const,
              })),
    );
}

function unnamed(root: string, stacks: readonly Configured[]): readonly CheckFinding[] {
    const names = stacks
        .filter(({ settings }) => settings.cluster.context === undefined)
        .map(({ settings }) => settings.stack);
    if (names.length < 2) return [];
    return names.map((stack) => ({
        stack,
        rule: "shared-cluster",
        about: "cluster.context",
        ...settingPlace(root, stack, ["cluster", "context"]),
        reason: `it names no context, nor ${names.length === 2 ? "does" : "do"} ${others(names, stack)}: all would be applied to whatever cluster the kubeconfig points at`,
        remedy: "Give each stack the context of its cluster",
        level: "warning" as const,
    }));
}

/** The other stacks, the first three by name. */
function others(names: readonly string[], stack: string): string {
    const rest = names.filter((name) => name !== stack);
    const shown = rest.slice(0, 3);
    const more = rest.length - shown.length;
    if (more > 0) return `${shown.join(", ")} and ${more} more`;
    return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
