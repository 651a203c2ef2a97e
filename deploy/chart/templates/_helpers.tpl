{{- define "minzheng.fullname" -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) (contains .Chart.Name .Release.Name) | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* Labels by which pods of one component are found: they never change. */}}
{{- define "minzheng.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "minzheng.labels" -}}
{{ include "minzheng.selector" . }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: minzheng
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The image, of the release that a program names where it names one. */}}
{{- define "minzheng.image" -}}
{{- $image := .root.Values.image -}}
{{- if .tag -}}
{{ $image.repository }}:{{ .tag }}
{{- else if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ $image.tag | default .root.Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{/* What a pod may not do: the restricted Pod Security Standard. */}}
{{- define "minzheng.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "minzheng.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end -}}

{{- define "minzheng.placement" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}

{{/* The setting of each mounted secret: report-signing-key → REPORT_SIGNING_KEY_FILE. Authorities are read by Node.js itself. */}}
{{- define "minzheng.secretEnv" -}}
{{- range . }}
- name: {{ if eq . "trusted-authorities" }}NODE_EXTRA_CA_CERTS{{ else }}{{ . | upper | replace "-" "_" }}_FILE{{ end }}
  value: /run/secrets/minzheng/{{ . }}
{{- end }}
{{- end -}}

{{/* A part of the volume of secrets: keys of one Secret, each under a prefix where one is given. */}}
{{- define "minzheng.secretSource" -}}
- secret:
    name: {{ .secret.name }}
    items:
      {{- $prefix := .prefix | default "" }}
      {{- range .keys | default .secret.keys }}
      - { key: {{ . }}, path: {{ $prefix }}{{ . }} }
      {{- end }}
{{- end -}}

{{- define "minzheng.mounts" -}}
volumeMounts:
  - { name: secrets, mountPath: /run/secrets/minzheng, readOnly: true }
  - { name: tmp, mountPath: /tmp }
{{- end -}}

{{- define "minzheng.tmp" -}}
- name: tmp
  emptyDir: { medium: Memory, sizeLimit: 64Mi }
{{- end -}}

{{/* Users of the brokers, each with a program that is one: `verification: verification`. */}}
{{- define "minzheng.kafkaUsers" -}}
{{- $users := dict -}}
{{- $prefix := .Values.settings.KAFKA_PREFIX | default "" -}}
{{- range $component, $program := .Values.programs -}}
{{- with $program.settings.KAFKA_USERNAME -}}
{{- $user := trimPrefix $prefix . -}}
{{- if not (hasKey $users $user) }}{{ $_ := set $users $user $component }}{{ end -}}
{{- end -}}
{{- end -}}
{{- toYaml $users -}}
{{- end -}}

{{/* A job that an installation or upgrade waits for. */}}
{{- define "minzheng.hook" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end -}}

{{/*
What runs: the programs, and apart from verification the processes of it that compute bulk runs.
*/}}
{{- define "minzheng.workloads" -}}
{{- $workloads := deepCopy .Values.programs -}}
{{- $verification := $workloads.verification -}}
{{- if gt (int $verification.bulkRuns.replicas) 0 -}}
{{- $runs := deepCopy $verification -}}
{{- $_ := set $runs "replicas" $verification.bulkRuns.replicas -}}
{{- $_ := set $runs "resources" $verification.bulkRuns.resources -}}
{{- $_ := set $runs "autoscaling" (dict "enabled" false) -}}
{{- /* What lives for one slice of a run only is not copied to and fro by the collector. */ -}}
{{- $options := printf "--max-semi-space-size=64 %s" ($verification.settings.NODE_OPTIONS | default "") | trim -}}
{{- $_ := set $runs "settings" (merge (dict "BULK_RUNS" "take" "NODE_OPTIONS" $options) $verification.settings) -}}
{{- $_ := set $workloads "verification-runs" $runs -}}
{{- $_ := set $verification "settings" (merge (dict "BULK_RUNS" "leave") $verification.settings) -}}
{{- end -}}
{{- toYaml $workloads -}}
{{- end -}}
