import type { CheckFinding } from "./finding";
import { settingPlace } from "./setting-place";
import type { StackCheckArgs } from "./stack-check";

/**
 * Modes of namespaces no object is in: a slip of the pen leaves the namespace that was meant in another mode. Hosts that are let
 * through where all are. Folders that do not exist, or stand twice, are refused by the reader; waivers are judged when all findings
 * are known.
 *
 * @see waiverFindings
 */
export function uselessSettingFindings({
    root,
    stack: { settings, manifests },
}: Pick<StackCheckArgs, "root" | "stack">): readonly CheckFinding[] {
    const inhabited = new Set(
        manifests.map(({ manifest }) =>
            manifest.kind === "Namespace" ? manifest.metadata.name : manifest.metadata.namespace,
        ),
    );
    const namespaces = Object.entries(settings.workloads.namespaces)
        .filter(([namespace, { elsewhere }]) => !elsewhere && !inhabited.has(namespace))
        .map(([namespace]) => ({
            path: ["workloads", "namespaces", namespace],
            reason: "no object of the stack is in this namespace",
            remedy: "Correct the name, or remove the entry",
        }));
    const { allowedHosts, outboundTraffic } = settings.istio;
    const hosts =
        allowedHosts.length > 0 && outboundTraffic === "ALLOW_ANY"
            ? [
                  {
                      path: ["istio", "allowedHosts"],
                      reason: "with outboundTraffic ALLOW_ANY proxies let traffic out to every host",
                      remedy: "Choose REGISTRY_ONLY, or remove the list",
                  },
              ]
            : [];
    return [...namespaces, ...hosts].map(({ path, ...said }) => ({
        stack: settings.stack,
        rule: "useless-setting",
        about: path.join("."),
        ...settingPlace(root, settings.stack, path),
        ...said,
        level: "warning",
    }));
}
