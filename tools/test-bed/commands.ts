import { createRequire } from "node:module";
import type { CommandEntry } from "../../cli/commands";

const load = createRequire(__filename);

/** Commands of the test bed. `windlass` has them in a checkout. */
export const TEST_BED: readonly CommandEntry[] = [
    {
        name: "cluster up",
        load: () => (load("./cluster-up") as typeof import("./cluster-up")).clusterUpCommand,
    },
    {
        name: "cluster down",
        load: () => (load("./cluster-down") as typeof import("./cluster-down")).clusterDownCommand,
    },
    {
        name: "cluster status",
        load: () => (load("./cluster-status") as typeof import("./cluster-status")).clusterStatusCommand,
    },
];
