import { withTimeLimit } from "../http/time-limit";
import { Cluster, type OpenClusterArgs } from "./cluster-source";

/** A context, and how long it may take to do something with its cluster, its credentials included. */
export interface WithClusterArgs extends Omit<OpenClusterArgs, "timeout"> {
    /** Milliseconds. */
    readonly timeout: number;
}

/**
 * Opens a cluster, does something with it, and closes it again, all within a time limit.
 *
 * @throws what the work throws; `TimeoutError` when the time is over, or the reason of the signal
 */
export function withCluster<T>(
    { timeout, ...args }: WithClusterArgs,
    work: (cluster: Cluster) => Promise<T>,
): Promise<T> {
    const { signal } = args;
    return withTimeLimit(timeout, signal ? [signal] : [], (stop) => {
        // A program that a kubeconfig names for its credentials knows nothing of the time limit.
        const late = new Promise<never>((_, reject) => {
            stop.addEventListener("abort", () => reject(asError(stop.reason)), { once: true });
        });
        const done = async (): Promise<T> => {
            const cluster = await Cluster.open({ ...args, signal: stop });
            try {
                return await work(cluster);
            } finally {
                cluster.close();
            }
        };
        return Promise.race([done(), late]);
    });
}

function asError(reason: unknown): Error {
    return reason instanceof Error ? reason : new Error(String(reason));
}
