/** A Secret as `sops --encrypt --encrypted-regex '^(data|stringData)$'` leaves it: comment, order of keys and indentation are its own. */
export function sopsSecret(name: string, namespace = "prod"): string {
    return `# kept by team a
kind: Secret
apiVersion: v1
metadata:
    name: ${name}
    namespace: ${namespace}
type: Opaque
stringData:
    password: ENC[AES256_GCM,data:2gK0,iv:kq8=,tag:Zm8=,type:str]
sops:
    age:
        - recipient: age1example
          enc: |
            -----BEGIN AGE ENCRYPTED FILE-----
            YWdl
            -----END AGE ENCRYPTED FILE-----
    lastmodified: "2026-09-01T10:00:00Z"
    mac: ENC[AES256_GCM,data:9rT1,iv:aa0=,tag:bb0=,type:str]
    encrypted_regex: ^(data|stringData)$
    version: 3.11.0
`;
}
