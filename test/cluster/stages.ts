/** How KWOK plays a kubelet: a pod runs at once and goes at once. Nodes go by its built-in stages. */

/** The label of pods behind which the harness runs a process; it reports their status itself. */
export const PROCESS_LABEL = "heapblame.test/process";

/** KWOK's --config. After its stages pod-fast, but for the label. */
export const STAGES = `
apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata:
  name: pod-ready
spec:
  resourceRef: { apiGroup: v1, kind: Pod }
  selector:
    matchExpressions:
    - { key: '.metadata.deletionTimestamp', operator: DoesNotExist }
    - { key: '.status.podIP', operator: DoesNotExist }
    - { key: '.metadata.labels["${PROCESS_LABEL}"]', operator: DoesNotExist }
  next:
    statusTemplate: |
      {{ $now := Now }}
      conditions:
      {{ range $type := list "PodScheduled" "Initialized" "ContainersReady" "Ready" }}
      - { lastTransitionTime: {{ $now | Quote }}, status: "True", type: {{ $type | Quote }} }
      {{ end }}
      containerStatuses:
      {{ range .spec.containers }}
      - image: {{ .image | Quote }}
        name: {{ .name | Quote }}
        ready: true
        started: true
        restartCount: 0
        state: { running: { startedAt: {{ $now | Quote }} } }
      {{ end }}
      hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
      podIP: {{ PodIPWith .spec.nodeName false .metadata.uid .metadata.name .metadata.namespace | Quote }}
      phase: Running
      startTime: {{ $now | Quote }}
---
apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata:
  name: pod-delete
spec:
  resourceRef: { apiGroup: v1, kind: Pod }
  selector:
    matchExpressions:
    - { key: '.metadata.deletionTimestamp', operator: Exists }
  next:
    finalizers: { empty: true }
    delete: true
`;
