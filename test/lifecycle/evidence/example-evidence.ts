import { type Evidence, lockDigest } from "../../../lifecycle/evidence/evidence";
import { exampleLock } from "../../support/example-stack";

export const lock = exampleLock("1.31.1", "1.31.1");

/** Proxies and control plane seen at 1.31.1 for three days. */
export const evidence: Evidence = {
    stack: "dev",
    seen: "2026-11-24T12:00:00Z",
    way: "cluster",
    lock: lockDigest(lock),
    health: "healthy",
    findings: [],
    failed: [],
    proxies: [{ version: "1.31.1", revision: "default", pods: 3 }],
    verified: ["control-plane", "proxies"].map((part) => ({
        part: part as "proxies",
        version: "1.31.1",
        from: "2026-11-21T12:00:00Z",
        to: "2026-11-24T12:00:00Z",
    })),
};
