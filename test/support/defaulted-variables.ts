/**
 * Variables of a proxy as istioctl writes them for a manifest that leaves out what Windlass says to it as the API server does
 * (see `lifecycle/sidecars/api-defaults.ts`).
 */

/** `ISTIO_META_POD_PORTS`: each port is TCP where it says nothing else. */
export function withProtocols(ports: string): string {
    return ports.replaceAll(/\{[^{}]*\}/g, (port) =>
        port.includes('"protocol"') ? port : port.replace(/("containerPort":\d+)/, '$1,"protocol":"TCP"'),
    );
}

/** `ISTIO_KUBE_APP_PROBERS`: each probe that is no hook times out after a second where it says nothing else. */
export function withTimeouts(probes: string): string {
    if (probes === "") return "";
    const all = Object.entries(JSON.parse(probes) as Record<string, { readonly timeoutSeconds?: number }>);
    const filled = all.map(([path, probe]) => {
        const isHook = path.endsWith("/prestopz") || path.endsWith("/poststartz");
        return [path, isHook ? probe : { ...probe, timeoutSeconds: probe.timeoutSeconds ?? 1 }] as const;
    });
    return JSON.stringify(Object.fromEntries(filled));
}
