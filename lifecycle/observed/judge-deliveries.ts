import type { ExpectedCluster } from "./expected";
import type { HealthFinding } from "./health-finding";
import type { ObservedCluster, ObservedDelivery } from "./observed";

/** As much of a controller's message as a line holds. */
const SHOWN = 200;

/** What Flux says of itself. */
export function judgeDeliveries(
    { deliveries }: Pick<ObservedCluster, "deliveries">,
    { context }: Pick<ExpectedCluster, "context"> = {},
): readonly HealthFinding[] {
    const at = context === undefined ? "" : ` --context ${context}`;
    return deliveries.flatMap((delivery): HealthFinding[] => {
        const about = `${delivery.namespace}/${delivery.kind}/${delivery.name}`;
        const kind = "delivery" as const;
        if (delivery.isSuspended) {
            const remedy = `flux resume ${delivery.kind.toLowerCase()} ${delivery.name} --namespace ${delivery.namespace}${at}`;
            return [
                {
                    level: "behind",
                    kind,
                    about,
                    reason: "it is suspended, and takes nothing from Git",
                    remedy,
                },
            ];
        }
        if (delivery.ready === "True") return [];
        const level = delivery.ready === "False" ? "failing" : "behind";
        return [{ level, kind, about, reason: reasonOf(delivery) }];
    });
}

function reasonOf({ message, attempted, ready }: ObservedDelivery): string {
    const what = ready === "False" ? "is not ready" : "is under way";
    const at = attempted === undefined ? "" : ` at ${attempted}`;
    const said = message.replace(/\s+/g, " ").trim().slice(0, SHOWN);
    return `it ${what}${at}${said === "" ? "" : `: ${said}`}`;
}
