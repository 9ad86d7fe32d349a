import type { Mesh, MeshPod, MeshService } from "../../../tools/simulator/mesh";

/** A pod of a workload in `prod` whose proxy is 1.31.1. */
export function pod(workload: string, name = `${workload}-0`, change: Partial<MeshPod> = {}): MeshPod {
    const proxy = { version: "1.31.1", revision: "default" };
    return { namespace: "prod", name, labels: { app: workload }, ready: true, workload, proxy, ...change };
}

export function service(name: string, app = name): MeshService {
    return { namespace: "prod", name, selector: { app } };
}

/** A Canary's Services, its VirtualService with these weights, and a pod each of primary and canary. */
export function canaryMesh(primary: number, canary: number): Mesh {
    const destinations = [
        { host: "backend-primary", weight: primary },
        { host: "backend-canary", weight: canary },
    ];
    return {
        pods: [pod("backend-primary"), pod("backend")],
        services: [
            service("backend", "backend-primary"),
            service("backend-primary"),
            service("backend-canary", "backend"),
        ],
        routes: [{ namespace: "prod", name: "backend", rules: [{ conditional: false, destinations }] }],
    };
}
