import { writeYaml } from "../../lifecycle/kit/write-yaml";
import type { FleetSettings, StackSettings } from "../../lifecycle/settings/settings";
import { parseSettings } from "../../lifecycle/settings/settings-parse";

/** What the stacks of a simulated fleet have in common. */
export interface YearFleetArgs {
    readonly stacks: number;
    /** Waves they are spread over evenly, from 0. */
    readonly waves: number;
    readonly fleet: Partial<Pick<FleetSettings, "evidence" | "soak" | "expeditedSoak" | "unattended">>;
}

/** Kubernetes that every release of the year runs on. */
const KUBERNETES = "1.33";

/**
 * Stacks as a project has them, read from settings files by the reader of the product. Half of them upgrade in place, half by
 * revision.
 */
export function yearFleet({ stacks, waves, fleet }: YearFleetArgs): readonly StackSettings[] {
    return Array.from({ length: stacks }, (_, index) => {
        const stack = `stack-${String(index).padStart(4, "0")}`;
        const config = {
            "windlass:cluster": { name: stack, kubernetes: KUBERNETES },
            "windlass:istio": {
                range: ">=1.26.0 <2",
                strategy: Math.floor(index / waves) % 2 === 0 ? "in-place" : "revisions",
            },
            "windlass:flux": { range: ">=2.5.0 <3" },
            "windlass:flagger": { range: ">=1.38.0 <2" },
            "windlass:workloads": { apps: [] },
            "windlass:fleet": { wave: index % waves, ...fleet },
        };
        return parseSettings(stack, writeYaml({ config }, { sortKeys: false }));
    });
}
