import { X509Certificate } from "node:crypto";

import { DAY, dayOf } from "../kit/day";
import { getIn } from "../kit/json-path";
import type { Manifest } from "../workloads/manifest";
import type { HealthFinding } from "./health-finding";
import type { ObservedCluster } from "./observed";

/** The ConfigMap with the roots that proxies trust, which istiod writes into every namespace. It holds no key. */
export const ROOTS = "istio-ca-root-cert";

/** A root certificate of the mesh. */
export interface ObservedRoot {
    /** Whose it is: `O=cluster.local`. */
    readonly subject: string;
    /** Last day of it: `2036-11-28`. */
    readonly until: string;
    /** Whole days until then, at the moment of the look; below zero once it is over. */
    readonly daysLeft: number;
}

/** Days before its end from which a root is told: a rotation is three steps, each of which every proxy has to see. */
const SOON = 60;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The roots in the ConfigMap {@link ROOTS}; what is no certificate is left out. */
export function observeRoots(configMap: Manifest, at: number): readonly ObservedRoot[] {
    const text = getIn(configMap, ["data", "root-cert.pem"]);
    if (typeof text !== "string") return [];
    return (text.match(CERTIFICATE) ?? []).flatMap((pem): ObservedRoot[] => {
        try {
            const { subject, validTo } = new X509Certificate(pem);
            const end = Date.parse(validTo);
            return [
                {
                    subject: subject.split("\n").join(", "),
                    until: dayOf(end),
                    daysLeft: Math.floor((end - at) / DAY),
                },
            ];
        } catch {
            return [];
        }
    });
}

/** Roots that end soon, or have ended: no proxy trusts another then. While another root stays, only what this one signed goes. */
export function judgeRoots({ roots = [] }: Pick<ObservedCluster, "roots">): readonly HealthFinding[] {
    return roots.flatMap(({ subject, until, daysLeft }): HealthFinding[] => {
        if (daysLeft > SOON) return [];
        const about = { kind: "control-plane", about: `ConfigMap/${ROOTS}` } as const;
        const when = daysLeft < 0 ? `ended on ${until}` : `ends on ${until}`;
        const reason = `the mesh's root certificate ${subject} ${when}, and no proxy trusts what it signed after that`;
        const remedy = "Rotate the root: docs/secrets.md has the steps";
        return [{ level: "failing", ...about, reason, remedy }];
    });
}
