#!/usr/bin/env bash
# Deploys one stack and writes its outputs to a file, for a workflow: scripts/deploy-stack.sh STACK FOLDER
# CLUSTER_ACCESS holds a kubeconfig; without it the one of the machine is used.
set -euo pipefail
umask 077
cd "$(dirname "$0")/.."

stack=$1
folder=$2
if [[ ! $stack =~ ^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$ ]]; then
    echo "There is no such stack." >&2
    exit 2
fi
mkdir -p -- "$folder"

if [ -n "${CLUSTER_ACCESS:-}" ]; then
    KUBECONFIG=$(mktemp)
    export KUBECONFIG
    trap 'rm -f -- "$KUBECONFIG"' EXIT
    printf '%s\n' "$CLUSTER_ACCESS" >"$KUBECONFIG"
fi
# No child has any use for the text itself.
unset CLUSTER_ACCESS

# Commits that are deployed as one are several steps at once, which no review has seen: a queue may drop the run between.
deployed=$(node scripts/pulumi.mjs stack output --json --stack "$stack")
npm run -s windlass -- forge deployable --stack "$stack" <<<"$deployed"
npm run -s up -- --stack "$stack" --yes --skip-preview --non-interactive --color never
# Secret outputs are masked unless they are asked for. Whole or not at all: a later step uploads it.
node scripts/pulumi.mjs stack output --json --stack "$stack" >"$folder/.outputs"
mv -- "$folder/.outputs" "$folder/$stack.json"
