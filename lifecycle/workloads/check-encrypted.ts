import { WindlassError } from "../kit/errors";
import type { StackSettings } from "../settings/settings";
import { isCiphertext, isEncrypted, needsDecryption } from "./encrypted";
import { type SourcedManifest, objectId } from "./manifest";
import { isCanary } from "./plan-workloads";
import { isWorkload } from "./pod-template";

/**
 * Complaints about objects encrypted by SOPS that nobody would decrypt, or that Windlass itself has to read or change.
 * Pulumi applies what is written: with `delivery: pulumi` a Secret would hold its own ciphertext.
 */
export function checkEncrypted(
    { delivery, flux }: Pick<StackSettings, "delivery" | "flux">,
    manifests: readonly SourcedManifest[],
): readonly WindlassError[] {
    const encrypted = manifests.filter(({ manifest }) => isEncrypted(manifest));
    return encrypted.flatMap(({ manifest, file, line }) => {
        const place = { file, line, key: `${objectId(manifest)}: sops` };
        const { apiVersion, kind, metadata } = manifest;
        if ([apiVersion, kind, metadata.name, metadata.namespace].some(isCiphertext)) {
            return [
                new WindlassError({
                    file,
                    line,
                    key: "sops",
                    rule: "must not cover kind, name and namespace, which Flux has to read",
                    remedy: "Encrypt with sops --encrypted-regex '^(data|stringData)$'",
                }),
            ];
        }
        // Without a namespace it is cluster-scoped; a namespaced one that lacks it is refused for that.
        if (isWorkload(manifest) || isCanary(manifest) || !metadata.namespace) {
            return [
                new WindlassError({
                    ...place,
                    rule: `a ${manifest.kind} must not be encrypted, as Windlass works on it`,
                    remedy: "Keep what is secret in a Secret, and encrypt that",
                }),
            ];
        }
        if (!needsDecryption(manifest)) return [];
        if (delivery === "pulumi") {
            return [
                new WindlassError({
                    ...place,
                    rule: "is encrypted by SOPS, and with delivery pulumi nobody decrypts it: the ciphertext itself would be applied",
                    remedy: "Set windlass:delivery to flux, or declare an ExternalSecret or SealedSecret instead",
                }),
            ];
        }
        if (flux.decryption.provider !== undefined) return [];
        return [
            new WindlassError({
                ...place,
                rule: "is encrypted by SOPS, and windlass:flux.decryption does not say with which keys Flux decrypts it",
                remedy: "Set provider to sops and secret to the Secret in flux-system that holds the keys",
            }),
        ];
    });
}
