/** What a client has seen so far. */
export interface Traffic {
    readonly total: number;
    /** Requests that were not answered with 2xx. */
    readonly failed: number;
}

/** Name of the client's namespace and pod. */
export const CLIENT = "windlass-e2e";

/**
 * A client outside the mesh that asks through the gateway, ten times a second, and writes one status a line; 000 is no answer.
 *
 * @param image Image with curl.
 * @param host Host the Gateway answers for.
 */
export function clientManifest(image: string, host: string): object {
    const loop =
        'while true; do curl -s -o /dev/null -m 5 -w "%{http_code}\\n" -H "Host: $HOST" "$ADDRESS"; sleep 0.1; done';
    return {
        apiVersion: "v1",
        kind: "List",
        items: [
            { apiVersion: "v1", kind: "Namespace", metadata: { name: CLIENT } },
            {
                apiVersion: "v1",
                kind: "Pod",
                metadata: { name: CLIENT, namespace: CLIENT },
                spec: {
                    automountServiceAccountToken: false,
                    restartPolicy: "Never",
                    containers: [
                        {
                            name: "client",
                            image,
                            command: ["sh", "-c", loop],
                            env: [
                                { name: "HOST", value: host },
                                { name: "ADDRESS", value: "http://istio-ingress.istio-ingress/" },
                            ],
                        },
                    ],
                },
            },
        ],
    };
}

/** Counts the lines of the client's log. */
export function countTraffic(log: string): Traffic {
    const statuses = log.split("\n").filter((line) => /^\d{3}$/.test(line));
    return { total: statuses.length, failed: statuses.filter((status) => !status.startsWith("2")).length };
}

/**
 * Whether the requests between two counts kept to the budget.
 *
 * @param budget Share of requests that may fail, in percent.
 */
export function isWithin(before: Traffic, after: Traffic, budget: number): boolean {
    const total = after.total - before.total;
    const failed = after.failed - before.failed;
    // No request is no proof of anything.
    return total > 0 && (failed / total) * 100 <= budget;
}
