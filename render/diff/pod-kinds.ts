/** Kinds whose objects make pods; a reader calls them workloads. */
export const POD_KINDS: ReadonlySet<string> = new Set([
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "Job",
    "CronJob",
]);
